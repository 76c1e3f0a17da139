import { type Motion, paceOf, SPEEDS } from '../../src/index.ts';
import { update } from '../model/update.ts';
import type { Controller } from './controller.ts';

/** Walks on by itself, so many bars a second in either direction, until something stops it. */
export class Player {
  readonly #app: Controller;
  #timer: NodeJS.Timeout | undefined;
  /** Part of a bar that is left over between frames. */
  #rest = 0;
  #due = 0;

  constructor(app: Controller) {
    this.#app = app;
  }

  toggle(): void {
    if (this.#app.ui.isPlaying) this.pause();
    else this.#start();
  }

  /** @param why what stopped it, for people. */
  pause(why?: string): void {
    if (!this.#app.ui.isPlaying) return;
    clearTimeout(this.#timer);
    const { desk } = this.#app;
    // One call stands for all frames: a notebook of the session comes to the same place.
    const { bar } = desk.session;
    desk.log.push({
      text: `goto ${bar}`,
      call: `await session.goto(${bar})`,
      answer: desk.session.statusLine,
    });
    this.#app.change(update.playing(this.#app.ui, false));
    if (why !== undefined) this.#app.say(why);
  }

  #start(): void {
    this.#rest = 0;
    this.#due = performance.now();
    this.#app.set(update.notice(update.playing({ ...this.#app.ui, pan: 0 }, true), null));
    this.#frame();
  }

  #frame(): void {
    this.#app.runJob(async (signal) => {
      const { ui, desk } = this.#app;
      if (!ui.isPlaying) return;
      const { bars } = paceOf(ui.speed);
      this.#rest += bars;
      const whole = Math.floor(this.#rest);
      this.#rest -= whole;
      if (whole === 0) return this.#next();
      const isBack = SPEEDS[ui.speed] < 0;
      const { session } = desk;
      const to = isBack ? Math.max(0, session.bar - whole) : session.bar + whole;
      if (isBack ? session.bar === 0 : session.bar >= session.bars) {
        this.#app.hold();
        this.pause(isBack ? 'the start of the run' : 'the end of the run');
        return;
      }
      const limits = { to: Math.min(to, session.bars), signal };
      const motion = isBack ? await session.reverseContinue(limits) : await session.continue(limits);
      const stopped = reasonToStop(motion);
      this.#app.hold();
      if (stopped !== null) this.pause(stopped);
      else this.#next();
    });
  }

  /** The next frame when it is due; at once when this one was late, which it then makes up for no further. */
  #next(): void {
    const { every } = paceOf(this.#app.ui.speed);
    const now = performance.now();
    this.#due = Math.max(this.#due + every, now);
    this.#timer = setTimeout(() => this.#frame(), this.#due - now);
  }
}

function reasonToStop({ end, note, stops, failure }: Motion): string | null {
  if (end === 'interrupted') return 'paused';
  if (failure !== null) return failure.message;
  if (note !== null) return note;
  if (stops.length > 0) return stops[0].text;
  return end === 'arrived' ? null : `the ${end} of the run`;
}
