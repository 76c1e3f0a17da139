import {
  type Comparison,
  type Desk,
  type Executed,
  execute,
  followEvent,
  renderAnsi,
  UserError,
} from '../../src/index.ts';
import { inlineRows, type Layout, layOut } from '../model/layout.ts';
import { firstUi, type Size, type Ui } from '../model/ui.ts';
import { update } from '../model/update.ts';
import { Collector } from '../session/collector.ts';
import type { FirstPins } from '../session/first-pins.ts';
import type { View } from '../session/view.ts';
import { drawComparison } from '../view/comparison-chart.ts';
import { overlayLines } from '../view/overlay.ts';
import { tourLines } from '../view/prompt-area.ts';
import { DrawnPanes, drawScreen, type Screen } from '../view/screen.ts';
import type { Theme } from '../view/theme.ts';
import { comparisonOf, mistake, shownAnswer } from './answers.ts';
import { HERE, type Host } from './host.ts';
import { type Job, Jobs } from './jobs.ts';
import type { Terminal } from './terminal.ts';

/** What runs longer than this says how far it is, in milliseconds; and how often it says so anew. */
const PATIENCE = 200;
const REFRESH = 100;

/** Cells of a chart that is printed; wider ones are hard to take in. */
const WIDEST = 110;
const CHART_ROWS = 16;

/** Commands that go to an event because of what it is. */
const JUMP = /^(?:\d+\s*)?(?:reverse-)?(?:fill|order|trade|signal|rejection)\b|^goto \S+-\d+$/;

/** Leads the reader through the app. */
export interface Guide {
  /** @returns whether it was a key of its own. */
  press(key: string): boolean;
  /** Looks whether the reader has done what was asked; called whenever nothing is under way any more. */
  look(): void;
}

export interface ControllerOptions {
  readonly desk: Desk;
  readonly title: string;
  readonly theme: Theme;
  readonly size: Size;
  /** Of the terminal. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the terminal is; this process by default. */
  readonly host?: Host;
  /** Whether TypeScript can be typed. */
  readonly takesCode?: boolean;
  /** Some rows below what the terminal showed before, instead of all of its screen. */
  readonly inline?: boolean;
  /** What is pinned before anybody has pinned anything. */
  readonly pins?: FirstPins;
}

/** What the whole app works on: the session, what is seen of it, and work under way. Components only show its screen. */
export class Controller {
  readonly desk: Desk;
  readonly theme: Theme;
  readonly inline: boolean;
  readonly collector = new Collector();
  readonly jobs: Jobs;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly host: Host;
  /** The terminal that the app runs on, once there is one. */
  terminal: Terminal | null = null;
  /** What leads the reader through, where somebody does. */
  tour: Guide | null = null;
  readonly #title: string;
  readonly #pins: FirstPins | undefined;
  readonly #listeners = new Set<() => void>();
  #ui: Ui;
  #view: View | null = null;
  #screen: Screen | null = null;
  readonly #drawn = new DrawnPanes();
  #progress: NodeJS.Timeout | undefined;
  /** Changes wait for what the cursor's new place looks like, so that all of the screen changes at once. */
  #isHeld = false;
  #drawing = false;
  /** The branch of the state tree that was opened by itself. */
  #opened = '';

  constructor({
    desk,
    title,
    theme,
    size,
    env = process.env,
    host = HERE,
    takesCode = true,
    inline = false,
    pins,
  }: ControllerOptions) {
    this.env = env;
    this.host = host;

    this.desk = desk;
    this.theme = theme;
    this.inline = inline;
    this.#title = title;
    this.#pins = pins;
    this.#ui = firstUi(this.#partOf(size), takesCode);
    this.jobs = new Jobs(
      () => this.#followWork(),
      (signal) => this.look(signal),
      (error) => this.terminal?.exit(error),
    );
  }

  get ui(): Ui {
    return this.#ui;
  }

  get view(): View {
    if (this.#view === null) throw new Error('look() comes before anything is shown');
    return this.#view;
  }

  get layout(): Layout {
    const { size, focus, maximised, line, mode, tour } = this.#ui;
    const typed = mode === 'keys' ? 1 : Math.min(6, line.text.split('\n').length);
    // Rows for what was said: the higher the screen, the more, whatever there is to say, so that nothing jumps.
    const said = size.rows >= 40 ? 3 : size.rows >= 24 ? 2 : 1;
    const told = tour === null ? 0 : tourLines(tour, size.columns - 3).length;
    return layOut({ size, focus, maximised, promptRows: told + said + typed });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The screen as of now: the same object until something changes. */
  readonly screen = (): Screen => {
    this.#screen ??= drawScreen(this.view, this.#ui, this.theme, this.layout, this.#drawn);
    return this.#screen;
  };

  set(ui: Ui): void {
    if (ui === this.#ui) return;
    this.#ui = ui;
    this.#changed();
  }

  /** Changes what is seen, and collects what it needs. */
  change(ui: Ui): void {
    if (ui === this.#ui) return;
    this.set(ui);
    this.jobs.add(async () => {});
  }

  resize(terminal: Size): void {
    const { columns, rows } = this.#ui.size;
    const size = this.#partOf(terminal);
    if (size.columns === columns && size.rows === rows) return;
    this.change(update.size(this.#ui, size));
  }

  /** What the app takes of a terminal. */
  #partOf({ columns, rows }: Size): Size {
    return { columns, rows: this.inline ? inlineRows(rows) : rows };
  }

  /** Collects what the screen shows, anew. */
  async look(signal?: AbortSignal): Promise<void> {
    this.#openFocus();
    this.#pins?.follow(this.desk.session);
    this.#view = await this.collector.collect(this.desk.session, this.#title, this.#ui, this.layout, signal);
    this.#isHeld = false;
    this.#changed();
  }

  /** The portfolio in focus stands open in the tree, in place of the one before it. */
  #openFocus(): void {
    const path = `portfolio_${this.desk.session.focus.portfolio}`;
    if (path === this.#opened) return;
    const expanded = new Set(this.#ui.expanded);
    if (this.#opened !== '') expanded.delete(this.#opened);
    expanded.add(path);
    this.#opened = path;
    this.#ui = { ...this.#ui, expanded };
  }

  /** Shows nothing new until the screen is collected. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Carries out commands as they are typed, and shows what they answer. */
  runLine(line: string): void {
    this.runNext(() => line);
  }

  /** The same for what was typed as a line. */
  runTyped(line: string): void {
    this.runNext(() => line, true);
  }

  /**
   * The same for keys whose meaning hangs on where things stand: they come faster than they are carried out, and are decided when
   * those before them are done.
   *
   * @param decide gives the line; null when there is none, and it has said why.
   * @param isTyped whether the line was typed as such.
   */
  runNext(decide: () => string | null, isTyped = false): void {
    this.jobs.add(async (signal) => {
      this.#isHeld = false;
      this.set(update.notice(this.#ui, null));
      const line = decide();
      if (line !== null) await this.carryOut(line, signal, isTyped);
    });
  }

  /** Carries out a line as a part of a job. @param isTyped whether it was typed as such. */
  async carryOut(line: string, signal: AbortSignal, isTyped: boolean): Promise<void> {
    this.set(update.notice(this.#ui, null));
    const done = await execute(this.desk, line, signal);
    this.hold();
    if (JUMP.test(line.trim())) followEvent(this.desk.session);
    for (const executed of done) this.#tell(executed, line, isTyped);
    if (this.desk.done) this.terminal?.exit();
  }

  /** Work that a mistake may end, which is told. */
  runJob(job: Job): void {
    this.jobs.add(async (signal) => {
      this.#isHeld = false;
      try {
        await job(signal);
      } catch (error) {
        if (signal.aborted && !(error instanceof UserError)) this.say('interrupted');
        else if (error instanceof UserError) this.set(update.notice(this.#ui, mistake(error).notice));
        else throw error;
      }
    });
  }

  say(text: string, kind: 'plain' | 'mistake' | 'done' = 'plain'): void {
    this.set(update.notice(this.#ui, { text, kind }));
  }

  /** @param comparison to be drawn above the lines. */
  showLong(title: string, lines: readonly string[], comparison?: Comparison): void {
    if (this.inline) {
      const chart = comparison === undefined ? [] : this.#comparisonLines(comparison);
      this.print([title, ...chart, ...lines]);
      return;
    }
    const wrapped = overlayLines(lines, this.layout);
    this.set(update.overlay(this.#ui, { title, lines: wrapped, top: 0, comparison }));
  }

  /** What is done with goes up into the scrollback, where there is one. */
  print(lines: readonly string[]): void {
    this.set(update.print(this.#ui, lines.join('\n')));
  }

  #comparisonLines(comparison: Comparison): string[] {
    const { columns } = this.#ui.size;
    const { portfolio } = this.desk.session.focus;
    const size = { width: Math.min(columns - 2, WIDEST), height: CHART_ROWS };
    const { colors } = this.theme;
    return renderAnsi(drawComparison(comparison, portfolio, this.theme, size), { colors }).split('\n');
  }

  #tell(executed: Executed, line: string, isTyped: boolean): void {
    const { notice, long } = shownAnswer(executed);
    if (this.inline && isTyped) {
      const { answer, error } = executed;
      const comparison = comparisonOf(executed);
      const said = error === null ? (answer?.text ?? '').trimEnd().split('\n') : [notice?.text ?? ''];
      const chart = comparison === undefined ? [] : this.#comparisonLines(comparison);
      this.print([`:${executed.text}`, ...chart, ...said.filter((one) => one !== '')]);
      return;
    }
    const [word = ''] = /[a-z-]+/.exec(executed.text) ?? [];
    if (executed.error === null && word === 'why') {
      const what = executed.text.replace(/^\S+\s*/, '');
      this.set(update.why(this.#ui, what === '' ? null : what));
      return;
    }
    if (executed.error === null && executed.text === 'whynot') {
      this.set(update.why(this.#ui, null, true));
      return;
    }
    if (notice !== null) this.set(update.notice(this.#ui, notice));
    if (long !== null) this.showLong(line, long, comparisonOf(executed));
  }

  /** One key changes many things: they are drawn together, when it has done all that it does at once. */
  #changed(): void {
    this.#screen = null;
    if (this.#view === null || this.#isHeld || this.#drawing) return;
    this.#drawing = true;
    setImmediate(() => {
      this.#drawing = false;
      if (this.#isHeld) return;
      for (const listener of this.#listeners) listener();
    });
  }

  /** While something runs that takes long, the header says how far it is. */
  #followWork(): void {
    if (!this.jobs.isBusy) {
      clearInterval(this.#progress);
      this.#progress = undefined;
      if (this.#ui.busy !== null) this.set(update.busy(this.#ui, null));
      this.tour?.look();
      return;
    }
    this.#progress ??= setInterval(() => {
      if (this.jobs.elapsed < PATIENCE || this.#ui.isPlaying) return;
      this.set(update.busy(this.#ui, this.#busyText()));
    }, REFRESH);
  }

  #busyText(): string {
    if (this.jobs.isInterrupted) return 'STOPPING';
    const { recording } = this.desk.session.core.branch;
    const share = Math.floor((100 * recording.recorded) / Math.max(1, recording.bars));
    return recording.recorded < recording.bars ? `RUNNING ${share}%` : 'RUNNING';
  }
}
