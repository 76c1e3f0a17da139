import type { KeyPress } from '../model/key-press.ts';
import { type CommandKey, commandOf, takesCount, type UiAction, uiActionOf } from '../model/keymap.ts';
import { areaOf, order } from '../model/layout.ts';
import { update } from '../model/update.ts';
import { farthestZoom } from '../model/zoom.ts';
import { helpLines } from '../view/help.ts';
import { whyLines } from '../view/lines-pane.ts';
import { overlayRows } from '../view/overlay.ts';
import type { Controller } from './controller.ts';
import { Player } from './player.ts';
import { Typing } from './typing.ts';

/** Keys that work however small the window is. */
const ALWAYS: ReadonlySet<string> = new Set(['q', '?', 'Ctrl-C', 'Ctrl-Z']);

/** What each key does. */
export class Keyboard {
  readonly player: Player;
  readonly typing: Typing;
  readonly #app: Controller;
  /** Told of every key that did something, and of every command: the tour listens. */
  onDone: (what: string) => void = () => {};

  constructor(app: Controller) {
    this.#app = app;
    this.player = new Player(app);
    this.typing = new Typing(app, (line) => this.#run(line), (action) => this.#act(action, ''));
  }

  press(key: KeyPress): void {
    const { layout, ui } = this.#app;
    if (layout.kind === 'tiny' && !ALWAYS.has(key.name)) return;
    if (key.name !== 'Ctrl-C' && ui.leaving) this.#app.set(update.leaving(update.notice(ui, null), false));
    if (key.name === 'Ctrl-C') return this.#interrupt();
    if (key.name === 'Ctrl-Z') return this.#act('suspend', '');
    if (ui.overlay !== null && ui.mode === 'keys') return this.#inOverlay(key);
    if (ui.mode !== 'keys') return this.typing.press(key);
    this.#inKeys(key);
  }

  paste(text: string): void {
    const { ui, layout } = this.#app;
    if (layout.kind === 'tiny') return;
    // Pasted text is never taken for keys: it goes to the prompt, to be looked at before it is carried out.
    if (ui.mode === 'keys') this.#app.change(update.mode(ui, 'prompt'));
    this.typing.paste(text);
  }

  #inKeys(key: KeyPress): void {
    const { ui } = this.#app;
    if (/^\d$/.test(key.name)) {
      this.#app.change(update.digit(ui, key.name));
      return;
    }
    if (ui.notice !== null) this.#app.set(update.notice(ui, null));
    const action = uiActionOf(key.name);
    const command = commandOf(key.name);
    if (action !== undefined && this.#isForUi(action)) {
      this.#app.set(update.dropCount(this.#app.ui));
      this.#act(action, key.name);
      return;
    }
    if (command !== undefined) {
      this.#command(command, key.name);
      return;
    }
    this.#app.set(update.dropCount(this.#app.ui));
    if (key.name.length > 0) this.#app.say(`${key.name} does nothing here; ? tells which keys do`);
  }

  /** A key of the program comes before the same key of a command, but where nothing is in hand that it could be about. */
  #isForUi(action: UiAction): boolean {
    return action !== 'enter' || ['events', 'state', 'watch'].includes(this.#app.ui.focus);
  }

  #command(key: CommandKey, name: string): void {
    const { command, line } = key;
    const { ui, count } = update.takeCount(this.#app.ui);
    this.#app.set(ui);
    this.player.pause();
    if (name === 'w' || name === 'W') return this.#why(name === 'W');
    if (name === 'p') return this.#pin();
    if (line.endsWith(' ')) {
      this.#app.change(update.mode(ui, 'command', line));
      return;
    }
    if (command.name === 'edit') return this.#act('edit', name);
    if (command.group === 'move' || command.group === 'stop') this.#follow();
    this.#run(count !== '' && takesCount(command) ? `${count} ${line}` : line, name);
  }

  /** A motion shows what it led to: the chart looks at the cursor again, and so does `why`. */
  #follow(): void {
    const { ui } = this.#app;
    this.#app.set({ ...ui, pan: 0, whyOf: null, whynot: false, whyTop: 0 });
  }

  #run(line: string, key = line): void {
    this.#app.runLine(line);
    this.#app.runJob(async () => this.onDone(key));
  }

  /** Of the row in hand among the events, or of what happened at the cursor. */
  #why(not: boolean): void {
    const { ui, view } = this.#app;
    const row = ui.focus === 'events' && !view.events.isFollowing ? view.events.rows[view.events.selected] : undefined;
    const asked = not ? null : (row?.id ?? null);
    // In tabs, the answer is what one wants to see.
    const focus = this.#app.layout.kind === 'full' && !ui.maximised ? ui.focus : 'why';
    this.#app.change(update.focus(update.why(ui, asked, not), focus === 'log' ? 'why' : focus));
    const line = not ? 'whynot' : asked === null ? 'why' : `why ${asked}`;
    this.#app.runJob(async () => {
      const call = not ? 'session.whynot()' : `session.why(${asked === null ? '' : `'${asked}'`})`;
      this.#app.desk.log.push({ text: line, call, answer: this.#app.view.why.lines.join('\n') });
      this.onDone(not ? 'W' : 'w');
    });
  }

  /** The value in hand in the state tree; elsewhere one has to be typed. */
  #pin(): void {
    const { ui, view } = this.#app;
    const row = ui.focus === 'state' ? view.tree[ui.treeRow] : undefined;
    if (row === undefined || row.isBranch) this.#app.change(update.mode(ui, 'command', 'display '));
    else this.#run(`display ${row.path}`, 'p');
  }

  #interrupt(): void {
    const { ui } = this.#app;
    if (ui.isPlaying) {
      this.player.pause('paused');
      return;
    }
    if (this.typing.interrupt() || this.#app.jobs.interrupt()) return;
    if (ui.mode !== 'keys') {
      this.#app.change(update.mode(ui, 'keys'));
      return;
    }
    if (ui.leaving) this.#app.terminal?.exit();
    else {
      this.#app.say('Ctrl-C again quits, as q does');
      this.#app.set(update.leaving(this.#app.ui, true));
    }
  }

  #inOverlay(key: KeyPress): void {
    const { ui, layout } = this.#app;
    const rows = overlayRows(layout);
    const by: Readonly<Record<string, number>> = {
      '↓': 1,
      j: 1,
      '↑': -1,
      k: -1,
      PgDn: rows,
      Space: rows,
      PgUp: -rows,
      Home: -1e9,
      End: 1e9,
    };
    if (by[key.name] !== undefined) this.#app.set(update.scrollOverlay(ui, by[key.name], rows));
    else if (['Esc', 'Enter', 'q', '?'].includes(key.name)) {
      this.#app.set(update.overlay(ui, null));
      this.onDone('Esc');
    } else {
      // Whoever goes on has read it.
      this.#app.set(update.overlay(ui, null));
      this.press(key);
    }
  }

  #act(action: UiAction, key: string): void {
    const app = this.#app;
    const { ui, layout, view } = app;
    switch (action) {
      case 'down':
        return this.#move(1);
      case 'up':
        return this.#move(-1);
      case 'page-down':
        return this.#move(this.#page());
      case 'page-up':
        return this.#move(-this.#page());
      case 'next-pane':
        app.change(update.nextPane(ui, order(layout), 1));
        break;
      case 'previous-pane':
        app.change(update.nextPane(ui, order(layout), -1));
        break;
      case 'maximise':
        app.change(update.maximise(ui, true));
        break;
      case 'restore':
        app.change(update.maximise(ui, false));
        break;
      case 'zoom-in':
      case 'zoom-out': {
        const columns = (areaOf(layout, 'price') ?? areaOf(layout, 'equity'))?.width ?? 80;
        const farthest = farthestZoom(view.status.bars, Math.floor(columns * 0.8));
        app.change(update.zoom(ui, action === 'zoom-in' ? -1 : 1, farthest));
        break;
      }
      case 'pan-back':
      case 'pan-forward': {
        const step = Math.max(1, view.chart.close.length >> 1);
        app.change(update.pan(ui, action === 'pan-back' ? step : -step, Math.max(0, view.status.position.bar - 2)));
        break;
      }
      case 'play':
        this.player.toggle();
        break;
      case 'slower':
      case 'faster':
        app.set(update.speed(ui, action === 'slower' ? -1 : 1));
        break;
      case 'turn':
        app.set(update.turn(ui));
        break;
      case 'command':
      case 'prompt':
      case 'palette':
        app.change(update.mode(ui, action));
        break;
      case 'filter':
        app.change(update.mode({ ...ui, focus: 'events' }, 'filter', app.collector.events.filter));
        break;
      case 'help':
        app.showLong('help', helpLines(ui));
        break;
      case 'enter':
        return this.#enter();
      case 'close':
        return this.#close();
      case 'copy':
        return this.#copy();
      case 'log':
        app.change(update.focus(ui, ui.focus === 'log' ? 'why' : 'log'));
        break;
      case 'next-portfolio':
        return this.#focusNext('portfolio');
      case 'next-strategy':
        return this.#focusNext('strategy');
      case 'next-run':
        return this.#nextRun();
      case 'edit':
        return this.#edit();
      case 'unpin': {
        const watch = view.watches[ui.watchRow];
        if (ui.focus === 'watch' && watch !== undefined) this.#run(`undisplay ${watch.number}`);
        break;
      }
      case 'redraw':
        app.terminal?.redraw();
        break;
      case 'suspend':
        void app.terminal?.lend(() => suspendProcess());
        break;
      case 'interrupt':
        return this.#interrupt();
    }
    this.onDone(key);
  }

  #page(): number {
    const { ui, layout } = this.#app;
    return Math.max(1, (areaOf(layout, ui.focus)?.height ?? 10) - 1);
  }

  #move(by: number): void {
    const app = this.#app;
    const { ui, view, layout } = app;
    switch (ui.focus) {
      case 'events':
        app.runJob(() => app.collector.events.move(app.desk.session, by));
        break;
      case 'state':
        app.set(update.row(ui, 'treeRow', by, view.tree.length));
        break;
      case 'watch':
        app.set(update.row(ui, 'watchRow', by, view.watches.length));
        break;
      case 'why': {
        const area = areaOf(layout, 'why');
        const lines = whyLines(view.why.lines, (area?.width ?? 80) - 1).length;
        app.set(update.row(ui, 'whyTop', by, lines - (area?.height ?? 1) + 1));
        break;
      }
      case 'log':
        app.set(update.row(ui, 'logTop', -by, view.calls.length));
        break;
      case 'price':
      case 'equity':
        return this.#act(by > 0 ? 'zoom-out' : 'zoom-in', '');
    }
    this.onDone(by > 0 ? '↓' : '↑');
  }

  #enter(): void {
    const app = this.#app;
    const { ui, view } = app;
    if (ui.focus === 'events') {
      const row = view.events.rows[view.events.selected];
      if (row !== undefined) this.#run(`goto ${row.id}`, 'Enter');
      return;
    }
    if (ui.focus === 'watch') {
      const watch = view.watches[ui.watchRow];
      if (watch !== undefined) this.#run(`log ${watch.text}`, 'Enter');
      return;
    }
    const row = view.tree[ui.treeRow];
    if (row === undefined) return;
    if (row.isBranch) app.change(update.expand(ui, row.path));
    else this.#run(`print ${row.path}`);
    this.onDone('Enter');
  }

  #close(): void {
    const app = this.#app;
    const { ui } = app;
    app.runJob(async () => {
      const { events } = app.collector;
      if (events.isFollowing && events.filter !== '') events.setFilter('');
      await events.jump(app.desk.session, 1);
    });
    app.change({ ...ui, maximised: false, pan: 0, whyOf: null, whynot: false });
    this.onDone('Esc');
  }

  #copy(): void {
    const app = this.#app;
    const { ui, view } = app;
    const texts: Partial<Record<typeof ui.focus, string | undefined>> = {
      events: view.events.rows[view.events.selected]?.id,
      state: view.tree[ui.treeRow]?.path,
      watch: view.watches[ui.watchRow]?.text,
      why: view.why.lines.join('\n'),
      log: view.calls.join('\n'),
    };
    const text = texts[ui.focus] ?? String(view.status.position.bar);
    app.terminal?.copy(text);
    app.say(`copied: ${text.split('\n')[0]}`, 'done');
    this.onDone('y');
  }

  #focusNext(what: 'portfolio' | 'strategy'): void {
    const { spec } = this.#app.desk.session.core.branch.prepared;
    const names = (what === 'portfolio' ? spec.portfolios : spec.strategies).map(({ id }) => id);
    const at = names.indexOf(this.#app.desk.session.focus[what]);
    const next = names[(at + 1) % names.length];
    if (names.length === 1) this.#app.say(`${next} is the only ${what}`);
    else this.#run(`focus ${what} ${next}`, what === 'portfolio' ? 'v' : 'V');
  }

  #nextRun(): void {
    const { session } = this.#app.desk;
    const names = [...session.core.tree.keys()];
    if (names.length === 1) this.#app.say('there is no fork yet; x makes one');
    else this.#run(`switch ${names[(names.indexOf(session.name) + 1) % names.length]}`, 'r');
  }

  #edit(): void {
    const app = this.#app;
    app.runJob(async () => {
      const { command, args, inTerminal } = app.desk.session.edit();
      const { spawn } = await import('node:child_process');
      const open = () =>
        new Promise<void>((resolve, reject) => {
          const child = spawn(command, args, { stdio: inTerminal ? 'inherit' : 'ignore', detached: !inTerminal });
          child.on('error', reject);
          if (inTerminal) child.on('exit', () => resolve());
          else child.on('spawn', () => resolve());
        });
      try {
        if (inTerminal) await app.terminal?.lend(open);
        else await open();
      } catch (error) {
        app.say(`${command} cannot be started: ${(error as Error).message}`, 'mistake');
      }
      this.onDone('e');
    });
  }
}

/** Stops the process and whoever started it, as Ctrl-Z does everywhere; goes on when the shell says so. */
async function suspendProcess(): Promise<void> {
  if (process.platform === 'win32') return;
  const resumed = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  // The whole group, or the shell would not notice: npm and the launcher wait in front of us.
  process.kill(0, 'SIGTSTP');
  await resumed;
}
