import { speedText } from '../../src/index.ts';
import type { UiAction } from '../model/keymap.ts';
import { areaOf, order } from '../model/layout.ts';
import type { Pane } from '../model/panes.ts';
import { update } from '../model/update.ts';
import { farthestZoom } from '../model/zoom.ts';
import { helpLines } from '../view/help.ts';
import { whyLines } from '../view/lines-pane.ts';
import { HELP } from '../view/overlay.ts';
import type { Controller } from './controller.ts';
import { editSource } from './edit-source.ts';
import type { Player } from './player.ts';

/** Width that is taken for the chart's where none is seen. */
const USUAL_WIDTH = 80;

/** What keys do that are no commands of the debugger. */
export class Deeds {
  readonly #app: Controller;
  readonly #player: Player;
  readonly #deeds: Readonly<Record<Exclude<UiAction, 'interrupt'>, () => void>>;

  constructor(app: Controller, player: Player) {
    this.#app = app;
    this.#player = player;
    const mode = (to: 'command' | 'prompt' | 'palette') => () => app.change(update.mode(app.ui, to));
    this.#deeds = {
      down: () => this.move(app.ui.focus, 1),
      up: () => this.move(app.ui.focus, -1),
      'page-down': () => this.move(app.ui.focus, this.#page()),
      'page-up': () => this.move(app.ui.focus, -this.#page()),
      'next-pane': () => app.change(update.nextPane(app.ui, order(app.layout), 1)),
      'previous-pane': () => app.change(update.nextPane(app.ui, order(app.layout), -1)),
      maximise: () => app.change(update.maximise(app.ui, true)),
      restore: () => app.change(update.maximise(app.ui, false)),
      'zoom-in': () => this.#zoom(-1),
      'zoom-out': () => this.#zoom(1),
      'pan-back': () => this.#pan(1),
      'pan-forward': () => this.#pan(-1),
      play: () => this.#player.toggle(),
      slower: () => this.#speed(update.speed(app.ui, -1)),
      faster: () => this.#speed(update.speed(app.ui, 1)),
      turn: () => this.#speed(update.turn(app.ui)),
      command: mode('command'),
      prompt: () => {
        if (app.ui.takesCode) mode('prompt')();
        else
          app.say(
            'TypeScript is typed in the cells of the notebook; : takes commands, and print any expression',
          );
      },
      palette: mode('palette'),
      filter: () =>
        app.change(update.mode({ ...app.ui, focus: 'events' }, 'filter', app.collector.events.filter)),
      help: () => app.showLong(HELP, helpLines(app.ui)),
      enter: () => this.#enter(),
      close: () => this.#close(),
      copy: () => this.#copy(),
      log: () => app.change(update.focus(app.ui, app.ui.focus === 'log' ? 'why' : 'log')),
      'next-portfolio': () => app.runNext(() => this.#focusNext('portfolio')),
      'next-strategy': () => app.runNext(() => this.#focusNext('strategy')),
      'next-run': () => app.runNext(() => this.#nextRun()),
      edit: () => app.runJob(() => editSource(app)),
      unpin: () => this.#unpin(),
      redraw: () => app.terminal?.redraw(),
      suspend: () => void app.terminal?.lend(() => app.host.suspend()),
    };
  }

  carryOut(action: Exclude<UiAction, 'interrupt'>): void {
    this.#deeds[action]();
  }

  /** Of the row in hand among the events, or of what happened at the cursor. */
  why(not: boolean): void {
    const app = this.#app;
    const { ui, view } = app;
    const { rows, selected, isFollowing } = view.events;
    const row = ui.focus === 'events' && !isFollowing ? rows[selected] : undefined;
    const asked = not ? null : (row?.id ?? null);
    // Where one pane is seen, the answer is what one wants to see.
    const focus = app.layout.kind === 'full' && ui.focus !== 'log' ? ui.focus : 'why';
    app.change(update.focus(update.why(ui, asked, not), focus));
    app.runJob(async () => {
      await app.look();
      const call = not ? 'session.whynot()' : `session.why(${asked === null ? '' : `'${asked}'`})`;
      const text = not ? 'whynot' : asked === null ? 'why' : `why ${asked}`;
      app.desk.log.push({ text, call, answer: app.view.why.lines.join('\n') });
    });
  }

  /** The value in hand in the state tree; elsewhere one has to be typed. */
  pin(): void {
    const { ui, view } = this.#app;
    const row = ui.focus === 'state' ? view.tree[ui.treeRow] : undefined;
    if (row === undefined || row.isBranch) this.#app.change(update.mode(ui, 'command', 'display '));
    else this.#app.runLine(`display ${row.path}`);
  }

  /** A fork with where it came from, and the run that has no such with its latest fork. */
  compare(): void {
    this.#app.runNext(() => {
      const { session } = this.#app.desk;
      const others = [...session.core.tree.keys()].filter((name) => name !== session.name);
      const last = others.at(-1);
      if (last === undefined) return this.#none('there is no fork yet; x makes one');
      return session.core.branch.parent === null ? `compare ${last}` : 'compare';
    });
  }

  /** What changed since the last mark behind the cursor. */
  diffMark(): void {
    this.#app.runNext(() => {
      const { markList, position } = this.#app.desk.session;
      const inBar = ({ event }: { readonly event: number | null }) => event ?? Number.POSITIVE_INFINITY;
      const mark = markList
        .list()
        .findLast(
          ({ position: at }) =>
            at.bar < position.bar || (at.bar === position.bar && inBar(at) < inBar(position)),
        );
      return mark === undefined
        ? this.#none('no mark lies behind the cursor; m sets one')
        : `diff @${mark.name}`;
    });
  }

  /** @returns that there is nothing to be carried out, and says why. */
  #none(why: string): null {
    this.#app.say(why);
    return null;
  }

  #unpin(): void {
    const { ui, view } = this.#app;
    const watch = view.watches[ui.watchRow];
    if (ui.focus === 'watch' && watch !== undefined) this.#app.runLine(`undisplay ${watch.number}`);
  }

  /** While it plays, the header says how fast; before, somebody must. */
  #speed(ui: Controller['ui']): void {
    this.#app.set(ui);
    if (!ui.isPlaying) this.#app.say(`Space plays ${speedText(ui.speed)}`);
  }

  #page(): number {
    const { ui, layout } = this.#app;
    return Math.max(1, (areaOf(layout, ui.focus)?.height ?? 10) - 1);
  }

  #zoom(by: 1 | -1): void {
    const { ui, view, layout } = this.#app;
    const columns = (areaOf(layout, 'price') ?? areaOf(layout, 'equity'))?.width ?? USUAL_WIDTH;
    // The plot is narrower than its pane: labels, and room for what comes.
    const farthest = farthestZoom(view.status.bars, Math.floor(columns * 0.8));
    this.#app.change(update.zoom(ui, by, farthest));
  }

  #pan(direction: 1 | -1): void {
    const { ui, view } = this.#app;
    const half = Math.max(1, view.chart.close.length >> 1);
    this.#app.change(
      update.pan(ui, direction * half * view.chart.step, Math.max(0, view.status.position.bar - 2)),
    );
  }

  /** Moves the row in hand of a pane, or scrolls it; of a chart, it zooms. */
  move(pane: Pane, by: number): void {
    const app = this.#app;
    const { ui, view, layout } = app;
    switch (pane) {
      case 'events':
        app.runJob(async () => app.collector.events.move(by));
        break;
      case 'state':
        app.set(update.row(ui, 'treeRow', by, view.tree.length));
        break;
      case 'watch':
        app.set(update.row(ui, 'watchRow', by, view.watches.length));
        break;
      case 'why': {
        const area = areaOf(layout, 'why');
        const lines = whyLines(view.why.lines, (area?.width ?? USUAL_WIDTH) - 1).length;
        app.set(update.row(ui, 'whyTop', by, lines - (area?.height ?? 1) + 1));
        break;
      }
      case 'log':
        app.set(update.row(ui, 'logTop', -by, view.calls.length));
        break;
      case 'price':
      case 'equity':
        this.#zoom(by > 0 ? 1 : -1);
    }
  }

  #enter(): void {
    const app = this.#app;
    const { ui, view } = app;
    if (ui.focus === 'events') {
      const row = view.events.rows[view.events.selected];
      if (row !== undefined) app.runLine(`goto ${row.id}`);
    } else if (ui.focus === 'watch') {
      const watch = view.watches[ui.watchRow];
      if (watch !== undefined) app.runLine(`log ${watch.text}`);
    } else {
      const row = view.tree[ui.treeRow];
      if (row?.isBranch === true) app.change(update.expand(ui, row.path));
      else if (row !== undefined) app.runLine(`print ${row.path}`);
    }
  }

  /** Puts away what was opened, step by step: a filter last. */
  #close(): void {
    const app = this.#app;
    app.runJob(async () => {
      const { events } = app.collector;
      if (events.isFollowing && events.filter !== '') events.setFilter(app.desk.session, '');
      events.follow();
    });
    app.change({ ...update.follow(app.ui), maximised: false });
  }

  #copy(): void {
    const app = this.#app;
    const { ui, view } = app;
    const texts: Partial<Record<typeof ui.focus, string>> = {
      events: view.events.rows[view.events.selected]?.id,
      state: view.tree[ui.treeRow]?.path,
      watch: view.watches[ui.watchRow]?.text,
      why: view.why.lines.join('\n'),
      log: view.calls.join('\n'),
    };
    const text = texts[ui.focus] ?? String(view.status.position.bar);
    app.terminal?.copy(text);
    app.say(`copied: ${text.split('\n')[0]}`, 'done');
  }

  #focusNext(what: 'portfolio' | 'strategy'): string | null {
    const { session } = this.#app.desk;
    const { spec } = session.core.branch.prepared;
    const names = (what === 'portfolio' ? spec.portfolios : spec.strategies).map(({ id }) => id);
    const next = names[(names.indexOf(session.focus[what]) + 1) % names.length];
    return names.length === 1 ? this.#none(`${next} is the only ${what}`) : `focus ${what} ${next}`;
  }

  #nextRun(): string | null {
    const { session } = this.#app.desk;
    const names = [...session.core.tree.keys()];
    if (names.length === 1) return this.#none('there is no fork yet; x makes one');
    return `switch ${names[(names.indexOf(session.name) + 1) % names.length]}`;
  }
}
