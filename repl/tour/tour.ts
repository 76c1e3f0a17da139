import type { Controller, Guide } from '../app/controller.ts';
import type { Ui } from '../model/ui.ts';
import type { View } from '../session/view.ts';
import { TOUR_STEPS } from './steps.ts';

/** Leads through the steps: waits until the reader has done one, and shows the next. */
export class Tour implements Guide {
  readonly #app: Controller;
  #step = 0;
  #logged = 0;
  #before: { view: View; ui: Ui };

  constructor(app: Controller) {
    this.#app = app;
    this.#before = { view: app.view, ui: app.ui };
    this.#show();
  }

  press(key: string): boolean {
    if (this.#step >= TOUR_STEPS.length) return false;
    if (key === 'Ctrl-N') this.#next();
    else if (key === 'Ctrl-X') this.#end();
    else return false;
    return true;
  }

  look(): void {
    const step = TOUR_STEPS[this.#step];
    const { view, ui, desk } = this.#app;
    if (step === undefined) return;
    const done = desk.log.slice(this.#logged).map(({ text }) => text);
    if (step.isDone({ view, ui, done, before: this.#before })) this.#next();
  }

  #next(): void {
    this.#step++;
    if (this.#step >= TOUR_STEPS.length) this.#end();
    else this.#show();
  }

  #show(): void {
    const { view, ui, desk } = this.#app;
    this.#before = { view, ui };
    this.#logged = desk.log.length;
    const { press, text } = TOUR_STEPS[this.#step];
    this.#app.change({ ...ui, tour: { step: this.#step + 1, of: TOUR_STEPS.length, press, text } });
  }

  #end(): void {
    this.#step = TOUR_STEPS.length;
    this.#app.change({ ...this.#app.ui, tour: null });
    this.#app.say('that was the tour; the run is yours: ? tells all keys, q leaves');
  }
}
