/**
 * Writes `docs/investigation/README.md`: what the commands of `docs/investigation/commands.txt` answer, with the script's
 * comments as text between them.
 *
 *     node scripts/make-investigation.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Desk } from '../src/debugger/commands/desk.ts';
import { execute } from '../src/debugger/commands/execute.ts';
import { openDebugSession } from '../src/debugger/debug-session.ts';

const folder = new URL('../docs/investigation/', import.meta.url);

const HEAD = `# An investigation

What a session with the debugger looks like, on daily bars of the S&P 500 from 2000 to 2020. Every line below a \`>\` is what the command in it answers;
[workflow.yaml](workflow.yaml) is the run, [commands.txt](commands.txt) the commands. Do it again with

\`\`\`sh
npm run admf -- step docs/investigation/workflow.yaml --echo --script docs/investigation/commands.txt
\`\`\`

or at the prompt of \`npm run admf -- step docs/investigation/workflow.yaml\`. This page is made by \`node scripts/make-investigation.ts\`, and a test does it
again.
`;

/** One paragraph of the script: its comment, then its commands. */
interface Scene {
  readonly comment: string[];
  readonly commands: string[];
}

function scenes(script: string): Scene[] {
  const found: Scene[] = [];
  for (const line of script.split('\n').filter((text) => text !== '')) {
    const last = found.at(-1);
    const isComment = line.startsWith('# ');
    if (last === undefined || (isComment && last.commands.length > 0))
      found.push({ comment: [], commands: [] });
    const scene = found[found.length - 1];
    if (isComment) scene.comment.push(line.slice(2));
    else scene.commands.push(line);
  }
  return found;
}

/** The page as Markdown. @throws the error of the first command that fails. */
export async function investigationPage(): Promise<string> {
  const cwd = fileURLToPath(new URL('../', import.meta.url));
  const desk = new Desk(await openDebugSession(fileURLToPath(new URL('workflow.yaml', folder))), cwd);
  const parts = [HEAD];
  for (const { comment, commands } of scenes(readFileSync(new URL('commands.txt', folder), 'utf8'))) {
    const lines: string[] = [];
    for (const command of commands) {
      lines.push(`> ${command}`);
      for (const { answer, error } of await execute(desk, command)) {
        if (error !== null) throw error;
        if (answer !== null && answer.text !== '') lines.push(answer.text.trimEnd());
      }
    }
    parts.push(`${comment.join('\n')}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`);
  }
  return parts.join('\n');
}

if (import.meta.main) {
  writeFileSync(new URL('README.md', folder), await investigationPage());
}
