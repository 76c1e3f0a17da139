import { numberText, percentText, priceText } from '../drawing/scale.ts';
import type { Frame } from '../frame.ts';
import { h, setText } from './dom.ts';
import type { Link } from './link.ts';

const KINDS = ['portfolio', 'strategy', 'symbol'] as const;

const QUESTIONS: readonly (readonly [value: string, name: string])[] = [
  ['off', 'predict: off'],
  ['direction', 'predict: up or down'],
  ['trade', 'predict: buy, sell, hold'],
];

/** The first row: what is open, where it stands and what it is worth; what is in focus, and whether one predicts. */
export class HeadView {
  readonly element: HTMLElement;
  readonly #title = h('b');
  readonly #figures = h('span', { class: 'figures' });
  readonly #choices: ReadonlyMap<(typeof KINDS)[number], HTMLSelectElement>;
  readonly #question: HTMLSelectElement;

  constructor(link: Link, onHelp: () => void) {
    this.#choices = new Map(
      KINDS.map((kind) => [
        kind,
        h('select', {
          'aria-label': `${kind} in focus`,
          title: `${kind} in focus`,
          onchange: (event: Event) =>
            link.ask({ what: 'focus', [kind]: (event.target as HTMLSelectElement).value }),
        }),
      ]),
    );
    this.#question = h(
      'select',
      {
        'aria-label': 'predict before bars are shown',
        title: 'say what comes before it is shown',
        onchange: () => link.ask({ what: 'ask', question: this.#question.value }),
      },
      ...QUESTIONS.map(([value, name]) => h('option', { value }, name)),
    );
    this.element = h(
      'header',
      { class: 'head' },
      this.#title,
      this.#figures,
      h('span', { class: 'spring' }),
      ...this.#choices.values(),
      this.#question,
      h(
        'button',
        { type: 'button', class: 'text', title: 'keys (?)', 'aria-label': 'keys', onclick: onHelp },
        '?',
      ),
    );
  }

  draw(frame: Frame): void {
    const { title, run, close, equity, chart, focus, choices, predictions } = frame;
    setText(this.#title, run === 'main' ? title : `${title} · ${run}`);
    const drawdown = chart.isAtCursor ? chart.drawdown.at(-1) : undefined;
    setText(
      this.#figures,
      [
        close === null ? '' : `${focus.symbol} ${priceText(close)}`,
        `equity ${numberText(equity, 2)}`,
        drawdown === undefined ? '' : `drawdown ${percentText(drawdown)}`,
      ]
        .filter((text) => text !== '')
        .join('   '),
    );
    for (const [kind, select] of this.#choices) {
      const names = choices[kind];
      select.hidden = names.length < 2;
      const options = [...select.options].map(({ value }) => value);
      if (options.join('\n') !== names.join('\n')) {
        select.replaceChildren(...names.map((name) => h('option', { value: name }, name)));
      }
      if (document.activeElement !== select || select.value !== focus[kind]) select.value = focus[kind];
    }
    if (this.#question.value !== predictions.question) this.#question.value = predictions.question;
  }
}
