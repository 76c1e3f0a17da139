import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { type DebugSession, type Desk, UserError } from '../../src/index.ts';
import { SceneCollector, type Seen } from './collect-scene.ts';
import { Deeds, type Moving } from './deeds.ts';
import type { Frame, Note, Scene } from './frame.ts';
import { Fronts } from './fronts.ts';
import { Latest } from './latest.ts';
import { mistake, said } from './notes.ts';
import { FRAME, Player } from './player.ts';
import { outcomeText, Predictions } from './predictions.ts';
import { type Deed, type Request, readMessage } from './requests.ts';
import type { Play, Question } from './settings.ts';
import { FIRST_WINDOW, farthestWindow, WINDOWS } from './windows.ts';

/** A motion that takes longer says how far it is, and twice as often from then on. Milliseconds. */
const BUSY = 200;
const AT_CURSOR = { whyOf: null, whynot: false };
/** Bars that one may predict over. */
const HORIZONS = [1, 5, 20];

export interface StepperOptions {
  /** What is asked before the next bars are shown; `off` by default. */
  readonly question?: Question;
  /** Bars a second at first. */
  readonly speed?: number;
}

/** What a stepper tells those who look at it. */
export interface StepperOutlets {
  /** Another frame is to be seen. */
  readonly onFrame: (frame: Frame) => void;
  /** A front end is there. */
  readonly onFront: () => void;
  /** Somebody else moved the session, or changed what is shown of it: `refresh` shows it. */
  readonly onMoved: () => void;
  /** How far a motion is that takes long, for people; null when none is under way. */
  readonly onBusy: (text: string | null) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * The session at hand on a desk as a widget shows it, and what front ends may do to it. Cells move the same session, and the widget
 * follows, also to a fork that takes its place.
 */
export class Stepper {
  readonly #desk: Desk;
  readonly #outlets: StepperOutlets;
  readonly #deeds: Deeds;
  readonly #scenes = new SceneCollector();
  readonly #fronts: Fronts;
  readonly #player: Player;
  readonly #requests = new Latest();
  readonly #answered: Record<string, number> = {};
  readonly #predictions = new Predictions();
  readonly #unsubscribe: () => void;
  #question: Question;
  #horizon = HORIZONS[0];
  #window = FIRST_WINDOW;
  #pan = 0;
  #expanded: Set<string>;
  /** The portfolio in the tree that was opened by itself. */
  #opened: string;
  #asked: Pick<Seen, 'whyOf' | 'whynot'> = AT_CURSOR;
  #note: Note | null = null;
  #call = '';
  #number = 0;
  /** The farthest bar that anybody has seen. */
  #seenBar: number;
  /** Set while the widget itself moves the session. */
  #isMoving = false;
  #isWorking = false;
  #running: { readonly deed: Deed; readonly control: AbortController } | null = null;
  #isDirty = false;
  #isShowing = false;
  /** What was shown last. */
  #scene: Scene | null = null;
  #isClosed = false;

  constructor(desk: Desk, options: StepperOptions, outlets: StepperOutlets) {
    const { session } = desk;
    this.#desk = desk;
    this.#outlets = outlets;
    this.#fronts = new Fronts(outlets.now);
    this.#deeds = new Deeds(desk);
    this.#question = options.question ?? 'off';
    this.#player = new Player(desk, options.speed ?? 5, {
      now: outlets.now,
      isHeld: () => this.#isWorking,
      move: (motion) => this.#move(motion),
      show: async () => {
        await this.#show(true);
        return await this.#fronts.drawn(this.#number);
      },
      onPause: (why, call) => {
        this.#call = call;
        this.#note = said(why);
      },
    });
    this.#opened = portfolioPath(session);
    this.#expanded = new Set([this.#opened]);
    this.#seenBar = session.bar;
    this.#unsubscribe = desk.subscribe((change) => {
      if (change === 'busy') return;
      this.#seenBar = Math.max(this.#seenBar, this.#session.bar);
      if (change === 'focus' || change === 'session') this.#openPortfolio();
      if (this.#isMoving) return;
      if (change === 'cursor' || change === 'session') {
        this.#asked = AT_CURSOR;
        this.#player.pause('the session was moved from elsewhere');
      }
      if (change === 'session') this.#pan = 0;
      this.#outlets.onMoved();
    });
  }

  get #session(): DebugSession {
    return this.#desk.session;
  }

  get play(): Play {
    return this.#player.play;
  }

  /** Whether a front end draws it. */
  get isSeen(): boolean {
    return this.#fronts.isAny;
  }

  /** Whether there are forks that it does not show yet. */
  get hasNewRuns(): boolean {
    return this.#scene !== null && this.#scene.runs.length !== this.#session.core.tree.size;
  }

  /** Requests that a later one took the place of before they were carried out. */
  get superseded(): number {
    return this.#requests.superseded;
  }

  close(): void {
    this.#isClosed = true;
    this.stop();
    this.#unsubscribe();
  }

  /** Shows how things stand, soon: a cell may move the session a thousand times, of which some frames are enough. */
  refresh(): void {
    void this.#showSoon();
  }

  /** Deals with a message of a front end's. Resolves when what it asks for is done. */
  async receive(content: unknown): Promise<void> {
    const message = readMessage(content);
    if (typeof message === 'string') {
      this.#note = { kind: 'mistake', text: `the widget sent what cannot be read: ${message}`, column: null };
      await this.#show();
      return;
    }
    switch (message.kind) {
      case 'hello':
        this.#fronts.hear(message.front, this.#number);
        this.#outlets.onFront();
        return;
      case 'drawn':
        this.#fronts.hear(message.front, message.number);
        return;
      case 'gone':
        this.#fronts.forget(message.front);
        return;
      case 'request':
        this.#fronts.hear(message.front);
        await this.#ask(message);
    }
  }

  /** Sets how it walks. A walk under way goes on so. */
  setPlay(play: Partial<Play>): void {
    this.#player.set(play);
  }

  /** Ends whatever the widget does: a walk, a motion under way, requests that wait. */
  stop(why = ''): void {
    for (const { front, id } of this.#requests.clear()) this.#answer(front, id);
    this.#running?.control.abort();
    this.#player.pause(why);
  }

  /** A frame as of now, also for those who only take a picture. */
  async frame(): Promise<Frame> {
    return this.#frameOf(await this.#scenes.collect(this.#session, this.#seen), false);
  }

  async #ask(request: Request): Promise<void> {
    const { deed, front, id } = request;
    if (deed.what === 'pause') {
      this.stop();
      this.#answer(front, id);
      await this.#show();
      return;
    }
    for (const dropped of this.#requests.add(request)) this.#answer(dropped.front, dropped.id);
    // A motion to where nobody wants to go any more.
    if (this.#running?.deed.what === 'drag') this.#running.control.abort();
    await this.#work();
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let next = this.#requests.take(); next !== undefined; next = this.#requests.take()) {
        const latest = next.deed.what === 'drag' ? await this.#latest(next) : next;
        await this.#carryOut(latest);
        if (this.#requests.isEmpty) await this.#show();
      }
    } catch (error) {
      // A bug of ours, or of a component that was run: told by whoever reports it, and front ends wait for no answer.
      this.#answerAll(error);
      throw error;
    } finally {
      this.#isWorking = false;
    }
  }

  /** The latest of drags that have come meanwhile, also of those that wait outside of this thread. */
  async #latest(drag: Request): Promise<Request> {
    await setImmediate();
    const later = this.#requests.takeLater(drag);
    if (later === undefined) return drag;
    this.#answer(drag.front, drag.id);
    return later;
  }

  async #carryOut({ deed, front, id }: Request): Promise<void> {
    const control = new AbortController();
    this.#running = { deed, control };
    try {
      await this.#do(deed, control.signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#note = mistake(error);
    } finally {
      this.#running = null;
      this.#answer(front, id);
    }
  }

  async #do(deed: Deed, signal: AbortSignal): Promise<void> {
    switch (deed.what) {
      case 'play':
        this.#note = null;
        this.#pan = 0;
        this.#asked = AT_CURSOR;
        this.#player.start();
        return;
      case 'pause':
        return;
      case 'why':
        this.#asked = { whyOf: deed.of, whynot: false };
        return;
      case 'whynot':
        this.#asked = { whyOf: null, whynot: true };
        return;
      case 'events':
        if (deed.move === 0) this.#scenes.events.follow();
        else this.#scenes.events.move(deed.move);
        return;
      case 'filter':
        this.#scenes.events.setFilter(this.#session, deed.text);
        this.#note = null;
        return;
      case 'toggle':
        if (!this.#expanded.delete(deed.path)) this.#expanded.add(deed.path);
        return;
      case 'zoom':
        this.#window = between(0, this.#window + deed.by, farthestWindow(this.#session.bars));
        return;
      case 'pan':
        this.#pan = between(0, this.#pan + deed.by, Math.max(0, this.#session.bar - 1));
        return;
      case 'focus': {
        const { what: _, ...focus } = deed;
        await this.#move(async () => {
          this.#session.focus = focus;
        });
        return;
      }
      case 'ask':
        this.#question = deed.question;
        this.#horizon = deed.horizon ?? this.#horizon;
        return;
      case 'say':
        await this.#predict(deed.said, signal);
        return;
      default:
        await this.#carryOutMoving(deed, signal);
    }
  }

  async #carryOutMoving(deed: Moving, signal: AbortSignal): Promise<void> {
    this.#player.pause();
    const { note, call } = await this.#move(async () => await this.#deeds.carryOut(deed, signal));
    this.#note = note;
    if (call !== '') this.#call = call;
    this.#pan = 0;
    if (deed.what !== 'break' && deed.what !== 'delete') this.#asked = AT_CURSOR;
  }

  async #predict(given: Extract<Deed, { what: 'say' }>['said'], signal: AbortSignal): Promise<void> {
    this.#player.pause();
    const session = this.#session;
    const { symbol } = session.focus;
    const before = session.status;
    if (before.close === null || before.position.event !== null || session.bar >= session.bars) {
      this.#note = said('an answer is about the bars after a whole bar: go to the end of one');
      return;
    }
    const from = session.bar;
    const to = Math.min(session.bars, from + this.#horizon);
    const counts = this.#seenBar <= from;
    const { call } = await this.#move(
      async () => await this.#deeds.carryOut({ what: 'next', count: to - from }, signal),
    );
    this.#call = call;
    this.#pan = 0;
    this.#asked = AT_CURSOR;
    const { close } = session.status;
    // Stopped on the way: nothing was answered yet.
    if (session.bar !== to || close === null) return;
    const change = close / before.close - 1;
    this.#note = said(outcomeText(this.#predictions.add({ said: given, symbol, from, to, change, counts })));
  }

  /** Moves the session in the widget's name, when no cell does, and says how far it is where that takes long. */
  async #move<T>(motion: () => Promise<T>): Promise<T> {
    await this.#free();
    this.#isMoving = true;
    const begun = this.#outlets.now();
    let isTold = false;
    const progress = setInterval(() => {
      if (this.#outlets.now() - begun < BUSY) return;
      isTold = true;
      this.#outlets.onBusy(busyText(this.#session));
    }, BUSY / 2);
    try {
      return await motion();
    } finally {
      this.#isMoving = false;
      clearInterval(progress);
      if (isTold) this.#outlets.onBusy(null);
    }
  }

  /** The portfolio in focus stands open, in place of the one before it. */
  #openPortfolio(): void {
    const path = portfolioPath(this.#session);
    if (path === this.#opened) return;
    this.#expanded.delete(this.#opened);
    this.#expanded.add(path);
    this.#opened = path;
  }

  async #free(): Promise<void> {
    const session = this.#session;
    while (session.isBusy) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = session.subscribe((change) => {
        if (change === 'busy') resolve();
      });
      await promise;
      end();
    }
  }

  #answer(front: string, id: number): void {
    this.#answered[front] = Math.max(this.#answered[front] ?? 0, id);
  }

  async #showSoon(): Promise<void> {
    this.#isDirty = true;
    if (this.#isShowing || this.#isClosed) return;
    this.#isShowing = true;
    try {
      while (this.#isDirty && !this.#isClosed) {
        await sleep(FRAME, undefined, { ref: false });
        this.#isDirty = false;
        if (!this.#isClosed) await this.#show(true);
        await this.#fronts.drawn(this.#number);
      }
    } finally {
      this.#isShowing = false;
    }
  }

  async #show(wantsAnswer = false): Promise<void> {
    this.#scene = await this.#scenes.collect(this.#session, this.#seen);
    if (!this.#isClosed) this.#outlets.onFrame(this.#frameOf(this.#scene, wantsAnswer));
  }

  /** What was asked for cannot be shown: things stay as they were last seen. */
  #answerAll(error: unknown): void {
    for (const { front, id } of this.#requests.clear()) this.#answer(front, id);
    const text = error instanceof Error ? error.message.split('\n')[0] : String(error);
    this.#note = { kind: 'mistake', text, column: null };
    if (this.#scene !== null && !this.#isClosed) this.#outlets.onFrame(this.#frameOf(this.#scene, false));
  }

  get #seen(): Seen {
    return { window: WINDOWS[this.#window], pan: this.#pan, expanded: this.#expanded, ...this.#asked };
  }

  #frameOf(scene: Scene, wantsAnswer: boolean): Frame {
    return {
      ...scene,
      number: ++this.#number,
      answered: { ...this.#answered },
      wantsAnswer,
      play: this.#player.play,
      note: this.#note,
      call: this.#call,
      predictions: {
        question: this.#question,
        horizon: this.#horizon,
        horizons: HORIZONS,
        given: this.#predictions.shown,
        score: this.#predictions.score,
      },
    };
  }
}

/** `running 43%` where bars are come to for the first time. */
function busyText({ recorded, bars }: DebugSession): string {
  return recorded < bars ? `running ${Math.floor((100 * recorded) / Math.max(1, bars))}%` : 'running';
}

function portfolioPath(session: DebugSession): string {
  return `portfolio_${session.focus.portfolio}`;
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
