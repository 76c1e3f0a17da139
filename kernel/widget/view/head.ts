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
  readonly #run: HTMLSelectElement;
  readonly #choices: ReadonlyMap<(typeof KINDS)[number], HTMLSelectElement>;
  readonly #question: HTMLSelectElement;

  constructor(link: Link, onHelp: () => void) {
    this.#run = h('select', {
      'aria-label': 'run of the tree of forks',
      onchange: () => link.ask({ what: 'switch', run: this.#run.value }),
    });
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
      this.#run,
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
    const { title, run, runs, close, equity, chart, focus, choices, predictions } = frame;
    setText(this.#title, run === 'main' ? title : `${title} · ${run}`);
    this.#drawRuns(runs, run);
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
      offer(
        select,
        names.map((name) => [name, name]),
      );
      if (document.activeElement !== select || select.value !== focus[kind]) select.value = focus[kind];
    }
    if (this.#question.value !== predictions.question) this.#question.value = predictions.question;
  }

  /** Forks can be gone to where there are any. */
  #drawRuns(runs: Frame['runs'], run: string): void {
    this.#run.hidden = runs.length < 2;
    offer(
      this.#run,
      runs.map(({ name, text }) => [name, text === '' ? name : `${name}: ${text}`]),
    );
    if (this.#run.value !== run) this.#run.value = run;
    this.#run.title = `fork shown: ${this.#run.selectedOptions[0]?.text ?? run}`;
  }
}

/** Puts options into a list where they are others: one that is open would close. */
function offer(
  select: HTMLSelectElement,
  options: readonly (readonly [value: string, text: string])[],
): void {
  const known = [...select.options].map(({ value }) => value);
  if (known.join('\n') === options.map(([value]) => value).join('\n')) return;
  select.replaceChildren(...options.map(([value, text]) => h('option', { value }, text)));
}
