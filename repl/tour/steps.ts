import type { Ui } from '../model/ui.ts';
import type { View } from '../session/view.ts';

/** Where things stand, and where they stood when the step began. */
export interface TourMoment {
  readonly view: View;
  readonly ui: Ui;
  /** Commands that were carried out since, as they were typed. */
  readonly done: readonly string[];
  readonly before: { readonly view: View; readonly ui: Ui };
}

export interface TourStep {
  /** What to press, as the heading says it. */
  readonly press: string;
  readonly text: string;
  /** Whether the reader has done it. */
  isDone(moment: TourMoment): boolean;
}

/** Where the tour begins: the Monday on which Lehman Brothers filed for bankruptcy. */
export const TOUR_START = '2008-09-15';

const did = ({ done }: TourMoment, word: string) => done.some((text) => text.split(' ')[0] === word);

/** Ten steps through September 2008, in which the reader presses the keys. */
export const TOUR_STEPS: readonly TourStep[] = [
  {
    press: 'n',
    text: 'It is 15 September 2008; Lehman Brothers has failed, and nothing after today is known here. Press n: one bar, a day, forward.',
    isDone: ({ view, before }) => view.status.position.bar > before.view.status.position.bar,
  },
  {
    press: 'N',
    text: 'Capitals go back. Press N: prices, account and strategy are again what they were the day before.',
    isDone: ({ view, before }) => view.status.position.bar < before.view.status.position.bar,
  },
  {
    press: 'f',
    text: 'f jumps to the next fill. The cursor then stands at the event itself: the order has met the open, and nobody has acted on it yet.',
    isDone: ({ view }) => view.status.event?.type === 'FILL',
  },
  {
    press: 'w',
    text: 'Why did it buy into the crash? Press w: from the fill over the order and its size to the signal, the values it read, and the line of code.',
    isDone: (moment) => did(moment, 'why'),
  },
  {
    press: 's',
    text: 's goes one event on. Watch the state at the right: the fill opens a position, and what changed says what it was.',
    isDone: ({ view, before }) =>
      view.status.position.bar !== before.view.status.position.bar ||
      view.status.position.event !== before.view.status.position.event,
  },
  {
    press: 'Space',
    text: 'Space plays, > and < change the speed, R turns round. Press Space, watch October come, and press Space again.',
    isDone: ({ ui, done }) => !ui.isPlaying && done.some((text) => text.startsWith('goto ')),
  },
  {
    press: 'W',
    text: 'And what did not happen? Press W: which condition kept each strategy from acting today, and how far it was from being met.',
    isDone: (moment) => did(moment, 'whynot'),
  },
  {
    press: ';',
    text: 'Ask in TypeScript. Press ; and type portfolio.equity - 100_000 and Enter; session and bar are there too. Esc leads back to the keys.',
    isDone: ({ ui, before }) => ui.entries.length > before.ui.entries.length && ui.busy === null,
  },
  {
    press: 'x',
    text: 'Try another future. Press Esc, then x, and complete the line to fork oversold=25 and Enter: the same past, a strategy that buys sooner.',
    isDone: ({ view, before }) => view.runs.length > before.view.runs.length,
  },
  {
    press: '=',
    text: 'Press Esc and 60n: sixty days pass in the fork. r goes to the run it came from; 60n there too, and = puts both side by side.',
    isDone: (moment) => did(moment, 'compare'),
  },
];
