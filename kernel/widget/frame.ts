import type { ChartData, TreeRow } from '../../src/index.ts';
import type { Play, PredictionsView } from './settings.ts';

/** A line of values over the entries of a chart; NaN where there is none. */
export interface ChartLine {
  readonly name: string;
  readonly values: Float64Array;
}

/** What the charts show of a session, and how much room they have for it. */
export interface Chart extends Omit<ChartData, 'bars' | 'indicators'> {
  /** Entries that there is room for. */
  readonly capacity: number;
  /** Whether it ends at the cursor, and was not moved back from there. */
  readonly isAtCursor: boolean;
  /** What the strategy reads, over the prices and on a scale of its own. */
  readonly overlays: readonly ChartLine[];
  readonly oscillators: readonly ChartLine[];
}

/** A run that the widget can show. */
export interface RunLine {
  readonly name: string;
  /** Where a fork branched off, and what was changed: `fast 10 → 5, from bar 429`; empty for the first run. */
  readonly text: string;
}

/** An event of the list. */
export interface EventLine {
  readonly id: string;
  /** Without its container: `fill-12`. */
  readonly name: string;
  readonly type: string;
  readonly bar: number;
  readonly moment: string;
  readonly isQuiet: boolean;
  readonly text: string;
}

/** The part of the list of events that is sent. */
export interface EventLines {
  readonly rows: readonly EventLine[];
  /** Number of the first row among all that match, from 0. */
  readonly first: number;
  readonly total: number;
  readonly isCounted: boolean;
  readonly isFollowing: boolean;
  readonly filter: string;
}

/** The answer to why something happened, or did not. */
export interface Why {
  /** Id of what is asked about; empty for what happened at the cursor. */
  readonly subject: string;
  /** Whether it says why nothing happened. */
  readonly whynot: boolean;
  readonly lines: readonly string[];
  /** The same as HTML without scripts. */
  readonly html: string;
}

/** Something said to whoever uses the widget, in one line. */
export interface Note {
  readonly kind: 'said' | 'mistake';
  readonly text: string;
  /** Of a mistake in what was typed, from 1. */
  readonly column: number | null;
}

/** All that a widget shows of a session, as of its cursor. */
export interface Scene {
  readonly title: string;
  /** `main`, or the name of a fork. */
  readonly run: string;
  /** All runs of the tree of forks, the first one first. */
  readonly runs: readonly RunLine[];
  readonly bar: number;
  /** Inside the bar, the event at the cursor, from 1; null at its end. */
  readonly event: number | null;
  readonly bars: number;
  readonly moment: string;
  readonly status: string;
  readonly close: number | null;
  readonly equity: number;
  readonly focus: { readonly portfolio: string; readonly strategy: string; readonly symbol: string };
  readonly choices: {
    readonly portfolio: readonly string[];
    readonly strategy: readonly string[];
    readonly symbol: readonly string[];
  };
  readonly chart: Chart;
  readonly events: EventLines;
  readonly tree: readonly TreeRow[];
  readonly why: Why;
  readonly stops: readonly { readonly id: number; readonly text: string; readonly hits: number }[];
  /** The same in some lines of text. */
  readonly text: string;
}

/** What front ends are sent: the scene, and what is going on. */
export interface Frame extends Scene {
  /** Of two frames the later one has the higher number. */
  readonly number: number;
  /** The last request of each front end that this frame answers. */
  readonly answered: Readonly<Record<string, number>>;
  /** Whether front ends are to say when they have drawn it. */
  readonly wantsAnswer: boolean;
  readonly play: Play;
  readonly note: Note | null;
  /** The call of the typed API that does what was done last. */
  readonly call: string;
  readonly predictions: PredictionsView;
}
