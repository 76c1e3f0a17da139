import type { Container } from '../engine/container.ts';
import type { Engine } from '../engine/engine.ts';
import type { EventRecord } from '../events/event.ts';
import { ambientSignal, heedful } from '../foundation/ambient-signal.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import type { PreparedRun } from '../workflows/prepare.ts';
import {
  ambientProgress,
  endBy,
  type LiveProgress,
  type WorkEnd,
} from '../workflows/progress/live-progress.ts';
import { userCodePlace } from '../workflows/user-code.ts';
import { Branch } from './branch.ts';
import { CursorHistory } from './cursor-history.ts';
import { type ChangeListener, Listeners, type SessionChange } from './listeners.ts';
import { compileRunExpression, type RunExpression } from './names/bind-name.ts';
import type { Focus } from './names/scope.ts';
import { endOf, type Position, samePosition } from './position.ts';
import { Recording } from './recording.ts';
import { Stage } from './stage.ts';
import { stateHash } from './state-hash.ts';

export interface SessionOptions {
  /** Memory for checkpoints, in bytes; 64 MB by default. */
  readonly checkpointBytes?: number;
  /** Bars between two checkpoints, as long as memory allows; by the size of the run when left out. */
  readonly checkpointEvery?: number;
}

/** How long recording goes on between two turns of the event loop, in milliseconds. */
const TURN_MS = 20;
/** Turns of the event loop within which a motion that is alive has stopped. */
const TURNS_TO_STOP = 100;
const CHECKPOINT_BYTES = 64 * 2 ** 20;

/**
 * A run that is walked through: a cursor, and everything as of it. Moving never changes the run; what lies after the
 * cursor is not shown.
 */
export class Session {
  readonly options: SessionOptions;
  readonly branch: Branch;
  /** All names of the tree of forks, so that a new one gets its own. */
  readonly tree: Map<string, Session>;
  /** Where the cursor has been. */
  readonly history: CursorHistory;
  readonly #stages = new Map<Branch, Stage>();
  readonly #listeners = new Listeners<SessionChange>();
  #focus: Focus;
  #position: Position;
  #busy = false;
  /** Who sees how far the motion under way is, and the bars that were known before it. */
  #watched: { readonly progress: LiveProgress; readonly from: number } | null = null;
  /** Stops the motion that is under way, where somebody can. */
  #stop: AbortSignal | undefined;

  /** Use `openSession`, or `fork` of another session. */
  constructor(branch: Branch, tree: Map<string, Session>, position: Position, options: SessionOptions) {
    this.branch = branch;
    this.tree = tree;
    this.options = options;
    this.#position = position;
    this.history = new CursorHistory(position);
    const { markets, strategies, portfolios } = branch.prepared.spec;
    this.#focus = {
      portfolio: portfolios[0].id,
      strategy: strategies[0].id,
      symbol: markets.map(({ series }) => series.symbol).sort()[0],
    };
    tree.set(branch.name, this);
  }

  /** A session of a prepared run, before its first bar. */
  static start(prepared: PreparedRun, options: SessionOptions = {}): Session {
    const recording = new Recording(debugSpec(prepared.spec), {
      checkpointBytes: options.checkpointBytes ?? CHECKPOINT_BYTES,
      checkpointEvery: options.checkpointEvery,
    });
    return new Session(new Branch('main', prepared, recording), new Map(), endOf(0), options);
  }

  get position(): Position {
    return this.#position;
  }

  /** Bars of the whole run, as far as its data goes. */
  get bars(): number {
    return this.branch.recording.engine.slices;
  }

  /** When the cursor's bar became known, UTC milliseconds; NaN before the first. */
  get time(): number {
    return this.timeOf(this.#position.bar);
  }

  /** The event that the cursor stands at; null at the end of a bar. */
  get event(): EventRecord | null {
    const { bar, event } = this.#position;
    return event === null ? null : this.eventsOf(bar)[event];
  }

  /** What `portfolio`, `strategy` and `bar` mean without a name. */
  get focus(): Focus {
    return this.#focus;
  }

  set focus(focus: Focus) {
    this.#focus = this.checkedFocus(focus);
    this.changed('focus');
  }

  /** The focus, with what is given in place of it. @throws UserError for a name that the run does not have. */
  checkedFocus(focus: Partial<Focus> = {}): Focus {
    const { spec } = this.branch.prepared;
    const checked = { ...this.#focus, ...focus };
    const known = (name: string, ids: readonly string[], what: string) => {
      if (ids.includes(name)) return;
      throw new UserError(`the run has no ${what} "${name}"`, {
        code: `unknown_${what}`,
        hint: nameHint(name, ids),
      });
    };
    known(
      checked.portfolio,
      spec.portfolios.map(({ id }) => id),
      'portfolio',
    );
    known(
      checked.strategy,
      spec.strategies.map(({ id }) => id),
      'strategy',
    );
    known(
      checked.symbol,
      spec.markets.map(({ series }) => series.symbol),
      'symbol',
    );
    return checked;
  }

  /** Whether a motion is under way. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Hears of every change, once it is done. Returns a function that ends it. */
  subscribe(listener: ChangeListener<SessionChange>): () => void {
    return this.#listeners.add(listener);
  }

  /** Tells those who listen. */
  changed(change: SessionChange): void {
    this.#listeners.tell(change);
  }

  /** The engine as of the cursor: to be read, never to be run. */
  get engine(): Engine {
    return this.#stageAt(this.#position).engine;
  }

  /** The containers as of the cursor. */
  get containers(): readonly Container[] {
    return this.engine.topology.containers;
  }

  /** SHA-256 over the state of all containers as of the cursor. */
  get stateHash(): string {
    return stateHash(this.engine.save().state);
  }

  timeOf(bar: number): number {
    return bar <= 0 ? Number.NaN : this.branch.recording.engine.timeline.time(bar - 1);
  }

  /** The events of a bar up to the cursor's, in their order. @throws UserError for a bar after it. */
  eventsOf(bar: number): readonly EventRecord[] {
    this.refuseFuture(bar);
    const events = this.allEventsOf(bar);
    const { bar: here, event } = this.#position;
    return bar === here && event !== null ? events.slice(0, event + 1) : events;
  }

  /** The events of a recorded bar, also after the cursor: for finding the way, not to be shown. */
  allEventsOf(bar: number): readonly EventRecord[] {
    if (bar < 1) return [];
    return this.#stageOf(this.branch.runnerOf(bar)).eventsOf(bar);
  }

  /** @throws UserError when the bar lies after the cursor, with the place in the user's code that asked for it. */
  refuseFuture(bar: number): void {
    if (bar <= this.#position.bar) return;
    throw new UserError(`bar ${bar} lies after the cursor, which is at bar ${this.#position.bar}`, {
      code: 'in_the_future',
      hint: `go there first: goto ${bar}`,
      ...userCodePlace(new Error(), (path) => path),
    });
  }

  /**
   * Compiles a text over the run, `portfolio.equity < 95000`.
   *
   * @param types of the events that it is asked at; any without.
   * @throws UserError with the column of a mistake.
   */
  compile(text: string, name = 'expression', types?: Iterable<number>): RunExpression {
    return compileRunExpression(text, this.engine.topology, this.#focus, name, types);
  }

  /**
   * Puts the cursor at a recorded place.
   *
   * @param travelled how far in the history of the cursor that is; left out, it is a new visit.
   * @throws UserError when something came out differently there than the first time. It says where the cursor is now: at that
   *   place, unless the event it is to stand at did not come again.
   */
  moveTo(position: Position, travelled?: number): void {
    const moves = !samePosition(position, this.#position);
    if (moves) {
      // What was interrupted lands here, and must not be cut off while it does.
      heedful(() => this.#showAt(position));
      this.#position = position;
    }
    if (travelled === undefined) this.history.visit(position);
    else this.history.go(travelled);
    if (moves) this.changed('cursor');
    this.#refuseDivergence(position);
  }

  /**
   * Makes sure that the run is known up to `bar`, or to its end. Gives the event loop a turn every 20 ms.
   *
   * @param signal stops at the end of a bar.
   * @param goal how far the motion may have to go, where `bar` is only its next stretch: what its progress is told by.
   * @returns bars known, at least `bar` unless the run ends before or was interrupted.
   */
  async record(bar: number, signal?: AbortSignal, goal: number = bar): Promise<number> {
    const { recording } = this.branch;
    recording.record(bar, TURN_MS);
    this.#tellProgress(goal);
    while (recording.recorded < Math.min(bar, recording.bars) && signal?.aborted !== true) {
      await new Promise((resolve) => setImmediate(resolve));
      recording.record(bar, TURN_MS);
      this.#tellProgress(goal);
    }
    return recording.recorded;
  }

  /** Runs one motion at a time. @throws UserError while another is under way. */
  async exclusively<T>(motion: () => Promise<T>): Promise<T> {
    if (this.#busy && this.#stop?.aborted === true) await this.#untilStopped();
    if (this.#busy) {
      throw new UserError('the session is still moving', { code: 'busy', hint: 'interrupt it, or wait' });
    }
    this.#busy = true;
    this.#stop = ambientSignal();
    this.changed('busy');
    const progress = ambientProgress(this.branch.prepared.config.name);
    if (progress !== undefined) this.#watched = { progress, from: this.branch.recording.recorded };
    let how: WorkEnd = 'done';
    try {
      return await motion();
    } catch (error) {
      how = endBy(error);
      throw error;
    } finally {
      this.#busy = false;
      this.#watched = null;
      progress?.end(how);
      this.changed('busy');
    }
  }

  /** A motion that runs ahead may take long. */
  #tellProgress(goal: number): void {
    if (this.#watched === null) return;
    const { progress, from } = this.#watched;
    const { recorded, bars } = this.branch.recording;
    if (recorded > from) progress.update(recorded - from, Math.min(goal, bars) - from);
  }

  /**
   * A motion that was told to stop does so when it has its turn. One that has not after many turns was ended from outside, in the
   * middle of a predicate that took too long: nobody is going to say that it is over.
   */
  async #untilStopped(): Promise<void> {
    for (let turn = 0; turn < TURNS_TO_STOP && this.#busy; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#busy = false;
  }

  #showAt(position: Position): void {
    try {
      this.#stageAt(position);
    } catch (error) {
      // The event is not there where the bar went otherwise: that is what there is to tell.
      this.#refuseDivergence(position);
      throw error;
    }
  }

  #stageAt(position: Position): Stage {
    const stage = this.#stageOf(this.branch.ownerOf(position));
    stage.show(position);
    return stage;
  }

  #stageOf(branch: Branch): Stage {
    let stage = this.#stages.get(branch);
    if (stage === undefined) {
      stage = new Stage(branch.recording);
      this.#stages.set(branch, stage);
    }
    return stage;
  }

  #refuseDivergence(position: Position): void {
    const { divergence } = this.branch.ownerOf(position).recording;
    if (divergence === null) return;
    const { eventId, sourceId, bar } = divergence;
    const again = `${sourceId} answered differently when bar ${bar} was run again (${eventId})`;
    throw new UserError(`${again}; the cursor is at bar ${this.#position.bar}`, {
      code: 'not_reproducible',
      hint: 'it keeps something outside its state: declare it in initialState, and draw random numbers from context.random',
    });
  }
}

/** What a session needs to keep of a run: equity curves and trades are made again from its bars when asked for. */
export function debugSpec(spec: PreparedRun['spec']): PreparedRun['spec'] {
  return {
    ...spec,
    tracing: undefined,
    portfolios: spec.portfolios.map((portfolio) => ({ ...portfolio, keepEquity: false, keepTrades: false })),
  };
}
