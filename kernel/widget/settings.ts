import type { Prediction } from './predictions.ts';

/** What is asked before the next bars are shown. */
export type Question = 'off' | 'direction' | 'trade';

/** How the widget walks by itself. */
export interface Play {
  readonly isPlaying: boolean;
  /** Bars a second. */
  readonly speed: number;
  readonly isBack: boolean;
}

export interface PredictionsView {
  readonly question: Question;
  /** Bars that an answer is about. */
  readonly horizon: number;
  readonly horizons: readonly number[];
  /** The latest last. */
  readonly given: readonly Prediction[];
  readonly score: string;
}
