import type { Frame } from '../frame.ts';
import type { Said } from '../predictions.ts';
import { h, setText } from './dom.ts';
import type { Link } from './link.ts';

const ANSWERS: Readonly<Record<'direction' | 'trade', readonly (readonly [Said, string])[]>> = {
  direction: [
    ['up', '▲ up'],
    ['down', '▼ down'],
  ],
  trade: [
    ['buy', '▲ buy'],
    ['hold', '– hold'],
    ['sell', '▼ sell'],
  ],
};

/** Asks what comes, then shows it, and keeps the score. */
export class PredictView {
  readonly element: HTMLElement;
  readonly #words = h('span');
  readonly #horizon: HTMLSelectElement;
  readonly #answers = h('span', { class: 'answers' });
  readonly #score = h('span', { class: 'score' });
  readonly #link: Link;
  #question = 'off';

  constructor(link: Link) {
    this.#link = link;
    this.#horizon = h('select', {
      'aria-label': 'how far ahead',
      onchange: () =>
        link.ask({ what: 'ask', question: this.#question, horizon: Number(this.#horizon.value) }),
    });
    this.element = h(
      'div',
      { class: 'predict', role: 'group', 'aria-label': 'predict' },
      this.#words,
      this.#horizon,
      this.#answers,
      this.#score,
    );
  }

  draw({ predictions, chart, event, bar, bars }: Frame): void {
    const { question, horizon, horizons, score } = predictions;
    this.element.hidden = question === 'off';
    if (question === 'off') {
      this.#question = question;
      return;
    }
    setText(
      this.#words,
      question === 'direction' ? `Where does ${chart.symbol} go` : `What do you do with ${chart.symbol}`,
    );
    if (this.#horizon.childElementCount === 0) {
      this.#horizon.append(
        ...horizons.map((one) =>
          h('option', { value: one }, one === 1 ? 'in the next bar?' : `in the next ${one} bars?`),
        ),
      );
    }
    this.#horizon.value = String(horizon);
    if (this.#question !== question) {
      this.#answers.replaceChildren(
        ...ANSWERS[question].map(([said, words]) =>
          h(
            'button',
            { type: 'button', class: `word ${said}`, onclick: () => this.#link.ask({ what: 'say', said }) },
            words,
          ),
        ),
      );
    }
    this.#question = question;
    const canAnswer = event === null && bar > 0 && bar < bars;
    for (const button of this.#answers.querySelectorAll('button')) button.disabled = !canAnswer;
    const where = bar >= bars ? 'the run is over' : 'go to the end of a bar to answer';
    const rules = 'only bars that were not seen before count';
    const told = [canAnswer ? '' : where, score === '' ? rules : score].filter(Boolean).join(' · ');
    setText(this.#score, told);
    this.#score.title = told;
  }
}
