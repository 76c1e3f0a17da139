import { WORKFLOW_ENDINGS } from './workflow-file.ts';

/** What a shell offers behind one command. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly meaning: string;
  }[];
  /** Words that may come first: commands below it, names. */
  readonly words: readonly string[];
  /** Whether a workflow file may come. */
  readonly workflow: boolean;
  /** Whether the folder or file of a run may come. */
  readonly run: boolean;
}

/** For bash 3.2 and newer. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words, workflow, run }) => {
    const parts = [
      `options='${options.map((option) => option.name).join(' ')}'`,
      ...(words.length === 0 ? [] : [`words='${words.join(' ')}'`]),
      ...(workflow ? ['files=workflow'] : run ? ['files=any'] : []),
    ];
    return `    ${name}) ${parts.join('; ')} ;;`;
  });
  return `# Completion of admf in bash: eval "$(admf completion bash)"
_admf() {
  local word="\${COMP_WORDS[COMP_CWORD]}" options='' words='' files='' IFS=$' \\t\\n'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")); return ;;
  esac
  if [ "$COMP_CWORD" -eq 2 ] && [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  IFS=$'\\n'
  if [ "$files" = workflow ]; then
    COMPREPLY=($(compgen -d -- "$word"; ${WORKFLOW_ENDINGS.map((suffix) => `compgen -f -X '!*.${suffix}' -- "$word"`).join('; ')}))
  elif [ "$files" = any ]; then
    COMPREPLY=($(compgen -f -- "$word"))
  fi
  [ -z "$files" ] || compopt -o filenames 2>/dev/null
}
complete -F _admf admf
`;
}

/** For zsh, after compinit. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(({ name, options, words, workflow, run }) => {
    const specs = options.map((option) => {
      const value = option.value === null ? '' : `:${option.value.toLowerCase()}:`;
      return `'${option.value === null ? '' : '*'}${option.name}[${zshText(option.meaning)}]${value}'`;
    });
    const first = words.length === 0 ? [] : [`'1:name:(${words.join(' ')})'`];
    const files = workflow
      ? [`'*:workflow:_files -g "*.(${WORKFLOW_ENDINGS.join('|')})"'`]
      : run
        ? ["'*:run:_files'"]
        : [];
    return `    ${name}) _arguments ${[...specs, ...first, ...files].join(' ')} ;;`;
  });
  const list = commands.map(({ name, summary }) => `    '${name}:${zshText(summary)}'`);
  return `#compdef admf
# Completion of admf in zsh: eval "$(admf completion zsh)"
_admf() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _admf admf
`;
}

/** For fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words, workflow, run }) => {
    const within = `complete -c admf -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c admf -n __fish_use_subcommand -f -a ${name} -d '${fishText(summary)}'`,
      ...options
        .filter((option) => option.name.startsWith('--'))
        .map(
          (option) =>
            `${within} -l ${option.name.slice(2)}${option.value === null ? '' : ' -r'} -d '${fishText(option.meaning)}'`,
        ),
      ...(words.length === 0 ? [] : [`${within} -f -a '${words.join(' ')}'`]),
      ...(workflow || run ? [`${within} -F`] : []),
    ];
  });
  return `# Completion of admf in fish: admf completion fish > ~/.config/fish/completions/admf.fish
complete -c admf -f
${lines.join('\n')}
`;
}

/** Inside a quoted specification, brackets and colons have meanings. */
function zshText(text: string): string {
  return text.replaceAll("'", '’').replaceAll(/[[\]:]/g, (mark) => `\\${mark}`);
}

function fishText(text: string): string {
  return text.replaceAll("'", '’');
}
