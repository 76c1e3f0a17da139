import { setTimeout as sleep } from 'node:timers/promises';
import { complete, findCommand } from '../../src/index.ts';
import type { KeyPress } from '../model/key-press.ts';
import type { UiAction } from '../model/keymap.ts';
import { type Edit, edit, insert, replace } from '../model/line-edit.ts';
import type { Suggestions } from '../model/ui.ts';
import { update } from '../model/update.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { foundCommands } from '../view/palette.ts';
import type { Controller } from './controller.ts';

const EDITS: Readonly<Record<string, Edit>> = {
  '←': 'left',
  '→': 'right',
  'Ctrl-←': 'word-left',
  'Ctrl-→': 'word-right',
  'Alt-b': 'word-left',
  'Alt-f': 'word-right',
  Home: 'start',
  End: 'end',
  'Ctrl-A': 'start',
  'Ctrl-E': 'end',
  Backspace: 'delete-back',
  Delete: 'delete',
  'Ctrl-D': 'delete',
  'Ctrl-W': 'delete-word-back',
  'Alt-Backspace': 'delete-word-back',
  'Ctrl-U': 'kill-start',
  'Ctrl-K': 'kill-end',
};
/** Until a frame is out, in milliseconds. */
const FRAME = 20;
/** Of what was interrupted before it began. */
const NOT_BEGUN = { text: 'interrupted', isError: true };
/** Of an entry of the prompt; more is read over the panes. */
const SHORT = 3;

/** Lines that are typed: commands, TypeScript, filters, the search through all commands. */
export class Typing {
  readonly #app: Controller;
  readonly #act: (action: UiAction) => void;
  #prompt: Prompt | null = null;

  constructor(app: Controller, act: (action: UiAction) => void) {
    this.#app = app;
    this.#act = act;
  }

  press(key: KeyPress): void {
    const app = this.#app;
    const { ui } = app;
    if (ui.suggestions !== null && this.#inSuggestions(key, ui.suggestions)) return;
    const how = EDITS[key.name];
    if (how !== undefined) {
      // Back over the sign itself: nothing is left to be typed.
      const isGone = how === 'delete-back' && ui.line.text === '' && ui.mode !== 'prompt';
      app.change(isGone ? update.mode(ui, 'keys') : update.line(ui, edit(ui.line, how)));
      return;
    }
    switch (key.name) {
      case 'Esc':
        // A long answer lies on top.
        app.change(ui.overlay === null ? update.mode(ui, 'keys') : update.overlay(ui, null));
        return;
      case 'Enter':
        this.#enter();
        return;
      case 'Alt-Enter':
      case 'Ctrl-J':
        app.change(update.line(ui, insert(ui.line, '\n')));
        return;
      case 'Tab':
        this.#complete();
        return;
      case '↑':
      case '↓':
      case 'Ctrl-P':
      case 'Ctrl-N': {
        const isUp = key.name === '↑' || key.name === 'Ctrl-P';
        if (ui.mode === 'palette')
          app.set(update.row(ui, 'paletteRow', isUp ? -1 : 1, foundCommands(ui.line.text).length));
        else app.change(update.recall(ui, isUp ? 1 : -1));
        return;
      }
      default:
        if (key.text !== '') app.set(update.line(ui, insert(ui.line, key.text)));
    }
  }

  paste(text: string): void {
    const { ui } = this.#app;
    const plain = text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '  ');
    // Only the prompt takes several lines.
    const typed =
      ui.mode === 'prompt' ? plain.replace(/\n+$/, '') : plain.trim().replaceAll(/\s*\n\s*/g, ' ');
    this.#app.change(update.line(ui, insert(ui.line, typed)));
  }

  /** Ends what the prompt runs. @returns whether it ran anything. */
  interrupt(): boolean {
    if (this.#prompt === null || !this.#prompt.isRunning) return false;
    this.#prompt.interrupt();
    return true;
  }

  async close(): Promise<void> {
    await this.#prompt?.close();
  }

  #enter(): void {
    const app = this.#app;
    const ui = update.overlay(app.ui, null);
    const { text } = ui.line;
    switch (ui.mode) {
      case 'keys':
        return;
      case 'command':
        app.change(update.mode(update.remember(ui, 'command', text), 'keys'));
        if (text.trim() !== '') app.runTyped(text);
        return;
      case 'filter':
        this.#filter(text);
        return;
      case 'palette':
        this.#choose();
        return;
      case 'prompt':
        app.change(update.line(update.remember(ui, 'prompt', text), { text: '', cursor: 0 }));
        this.#typed(text.trim());
    }
  }

  #filter(text: string): void {
    const app = this.#app;
    app.runJob(async () => {
      app.collector.events.setFilter(app.desk.session, text);
      app.set(update.mode(update.remember(app.ui, 'filter', text), 'keys'));
    });
  }

  #choose(): void {
    const app = this.#app;
    const { ui } = app;
    const item = foundCommands(ui.line.text)[ui.paletteRow];
    app.change(update.mode(ui, 'keys'));
    if (item === undefined) return;
    if (item.action !== null) this.#act(item.action);
    else if (item.line?.endsWith(' ') === true) app.change(update.mode(app.ui, 'command', item.line));
    else if (item.line !== null) app.runLine(item.line);
  }

  /** What is typed ahead is read when all before it is done: it may have made a variable of a command's word. */
  #typed(text: string): void {
    this.#app.runJob(async (signal) => {
      const line = this.#commandIn(text);
      if (line !== null) await this.#app.carryOut(line, signal, line !== '');
      else await this.#evaluate(text, signal);
    });
  }

  /** At the prompt: TypeScript, unless it is a command: `:next`, `!!n`, or a command's word that no variable has. */
  #commandIn(text: string): string | null {
    const forced = /^(?::|!!)\s*(.*)$/s.exec(text);
    if (text === '' || forced !== null) return forced?.[1] ?? '';
    const word = /^(?:\d+\s*)?([A-Za-z][\w-]*)(?:\s+\S.*)?$/s.exec(text)?.[1];
    const isCommand =
      word !== undefined &&
      findCommand(word) !== undefined &&
      this.#prompt?.isVariable(word) !== true &&
      isCommandLine(text, word);
    return isCommand ? text : null;
  }

  async #evaluate(code: string, signal: AbortSignal): Promise<void> {
    const app = this.#app;
    app.set(update.notice(update.entry(app.ui, { input: code, output: '', isError: false }), null));
    const prompt = await this.#load();
    // What is typed may keep the thread to itself: the line is to be seen before.
    await sleep(FRAME);
    const { text, isError } = signal.aborted ? NOT_BEGUN : await prompt.run(code);
    const printed = app.ui.entries.at(-1)?.output ?? '';
    const output = [printed.trimEnd(), text].filter((part) => part !== '').join('\n');
    const before = app.ui.entries.slice(0, -1);
    app.set({ ...app.ui, entries: app.inline ? before : [...before, { input: code, output, isError }] });
    app.desk.log.push({ text: code, call: code, answer: output });
    if (app.inline) app.print([`ts> ${code}`, ...(output === '' ? [] : [output])]);
    else if (output.split('\n').length > SHORT)
      app.showLong(`ts> ${code.split('\n')[0]}`, output.split('\n'));
  }

  #complete(): void {
    const app = this.#app;
    const { ui } = app;
    const { text, cursor } = ui.line;
    if (ui.mode === 'command' || ui.mode === 'filter') {
      const lead = ui.mode === 'filter' ? 'events ' : '';
      const { start, candidates } = complete(app.desk, lead + text, lead.length + cursor);
      this.#offer({ start: start - lead.length, items: candidates, selected: 0 });
    } else if (ui.mode === 'prompt') {
      if (text.startsWith(':')) {
        const { start, candidates } = complete(app.desk, text.slice(1), cursor - 1);
        this.#offer({ start: start + 1, items: candidates, selected: 0 });
        return;
      }
      app.runJob(async () => {
        const prompt = await this.#load();
        const { start, items } = await prompt.complete(text, cursor);
        if (app.ui.line.text === text) this.#offer({ start, items: items.slice(0, 200), selected: 0 });
      });
    }
  }

  /** One candidate is put in at once; of several, what they have in common, and then they are shown. */
  #offer(suggestions: Suggestions): void {
    const app = this.#app;
    const { ui } = app;
    const { start, items } = suggestions;
    if (items.length === 0) {
      app.say('nothing completes this');
      return;
    }
    const typed = ui.line.text.slice(start, ui.line.cursor);
    const common = items.map(({ text }) => text).reduce(commonStart);
    if (items.length === 1) app.set(update.line(ui, replace(ui.line, start, common)));
    else if (common.length > typed.length) app.set(update.line(ui, replace(ui.line, start, common)));
    else app.set(update.suggest(ui, suggestions));
  }

  #inSuggestions(key: KeyPress, suggestions: Suggestions): boolean {
    const app = this.#app;
    const { items, selected, start } = suggestions;
    const by = ['Tab', '↓', 'Ctrl-N'].includes(key.name)
      ? 1
      : ['Shift-Tab', '↑', 'Ctrl-P'].includes(key.name)
        ? -1
        : 0;
    if (by !== 0) {
      app.set(
        update.suggest(app.ui, { ...suggestions, selected: (selected + by + items.length) % items.length }),
      );
      return true;
    }
    if (key.name === 'Esc') {
      app.set(update.suggest(app.ui, null));
      return true;
    }
    if (key.name !== 'Enter') return false;
    app.set(update.line(app.ui, replace(app.ui.line, start, items[selected].text)));
    return true;
  }

  /** Loaded when it is first needed: parsing and compiling TypeScript takes its time. */
  async #load(): Promise<Prompt> {
    if (this.#prompt === null) {
      const { Prompt } = await import('../prompt/prompt.ts');
      this.#prompt = new Prompt(this.#app.desk, (text) => this.#app.say(text));
    }
    return this.#prompt;
  }
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** `next 20` is a command; `next = 20` and `print(x)` are TypeScript. */
function isCommandLine(text: string, word: string): boolean {
  const behind = text.slice(text.indexOf(word) + word.length).trimStart();
  return behind === '' || !/^(?:=(?!=)|[([.,;?]|=>|\+\+|--|[-+*/%&|^]=)/.test(behind);
}
