import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, type Motion, UserError } from '../../src/index.ts';
import { PLAY_SPEEDS } from './requests.ts';
import type { Play } from './settings.ts';

/** Fewest milliseconds between two frames: more of them than that are not worth drawing in a second. */
export const FRAME = 50;
/** Of a walk that was held up, no more than that is made up for. Milliseconds. */
const MOST_BEHIND = 500;
const HELD = 5;

export interface PlayerOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Whether something else comes first. */
  readonly isHeld: () => boolean;
  /** Lets the session be moved, when nobody else moves it. */
  readonly move: <T>(motion: () => Promise<T>) => Promise<T>;
  /** Shows how things stand. @returns false when nobody looks. */
  readonly show: () => Promise<boolean>;
  /** It has come to a stop. @param why for people; empty where it was told to */
  readonly onPause: (why: string, call: string) => void;
}

/** Walks through a session by itself, so many bars a second in either direction, as fast as front ends draw them. */
export class Player {
  readonly #desk: Desk;
  readonly #options: PlayerOptions;
  #play: Play;
  #walk: AbortController | null = null;

  constructor(desk: Desk, speed: number, options: PlayerOptions) {
    this.#desk = desk;
    this.#options = options;
    this.#play = { isPlaying: false, speed: nearestSpeed(speed), isBack: false };
  }

  get play(): Play {
    return this.#play;
  }

  /** Sets how it walks. A walk under way goes on so. */
  set({ speed = this.#play.speed, isBack = this.#play.isBack }: Partial<Play>): void {
    this.#play = { ...this.#play, speed: nearestSpeed(speed), isBack };
  }

  start(): void {
    if (this.#play.isPlaying) return;
    this.#walk = new AbortController();
    this.#play = { ...this.#play, isPlaying: true };
    void this.#walkOn(this.#walk.signal);
  }

  pause(why = ''): void {
    if (!this.#play.isPlaying) return;
    this.#walk?.abort();
    this.#play = { ...this.#play, isPlaying: false };
    const { bar, statusLine, history } = this.#desk.session;
    // One call stands for all frames.
    const call = `await session.goto(${bar})`;
    history.push({ text: `goto ${bar}`, call, answer: statusLine });
    this.#options.onPause(why, call);
  }

  async #walkOn(signal: AbortSignal): Promise<void> {
    const { now, isHeld, show } = this.#options;
    let due = now();
    while (!signal.aborted) {
      const { speed } = this.#play;
      const every = Math.max(FRAME, 1000 / speed);
      due = Math.max(due + every, now() - MOST_BEHIND);
      await pause(Math.max(0, due - now()));
      while (isHeld() && !signal.aborted) await pause(HELD);
      if (signal.aborted) return;
      const late = Math.max(0, now() - due);
      due += late;
      const stopped = await this.#advance(barsIn(every + late, speed), signal);
      if (signal.aborted) return;
      if (stopped !== null) this.pause(stopped);
      if (await show()) continue;
      this.pause('nobody looks at it any more');
      await show();
    }
  }

  /** @returns what stopped it, for people; null when it got there. */
  async #advance(bars: number, signal: AbortSignal): Promise<string | null> {
    const { session } = this.#desk;
    const { isBack } = this.#play;
    if (isBack ? session.bar === 0 : session.bar >= session.bars) {
      return isBack ? 'the start of the run' : 'the end of the run';
    }
    const to = Math.max(0, Math.min(session.bars, session.bar + (isBack ? -bars : bars)));
    try {
      return await this.#options.move(async () => {
        if (signal.aborted) return null;
        const limits = { to, signal };
        return stopOf(isBack ? await session.reverseContinue(limits) : await session.continue(limits));
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.line;
    }
  }
}

function barsIn(milliseconds: number, speed: number): number {
  return Math.max(1, Math.round((milliseconds * speed) / 1000));
}

async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { ref: false });
}

function stopOf({ end, note, stops, failure }: Motion): string | null {
  if (failure !== null) return failure.message;
  if (note !== null) return note;
  if (stops.length > 0) return stops[0].text;
  return end === 'arrived' || end === 'interrupted' ? null : `the ${end} of the run`;
}

/** The speed of those that there are which is nearest; the slowest for what is none. */
function nearestSpeed(speed: number): number {
  if (!(speed > 0)) return PLAY_SPEEDS[0];
  return PLAY_SPEEDS.reduce((best, one) => (Math.abs(one - speed) < Math.abs(best - speed) ? one : best));
}
