import type { ChartMark } from '../../src/index.ts';
import type { Play, PredictionsView } from './settings.ts';

/** A line of values over the entries of a chart; NaN where there is none. */
export interface ChartLine {
  readonly name: string;
  readonly values: Float64Array;
}

/** What the charts show, oldest first and never past the cursor: columns of one length, whose entries are bars or several bars each. */
export interface Chart {
  /** Number of the first bar. */
  readonly first: number;
  /** Bars of an entry. */
  readonly step: number;
  /** Entries that there is room for. */
  readonly capacity: number;
  /** Whether it ends at the cursor, and was not moved back from there. */
  readonly isAtCursor: boolean;
  readonly symbol: string;
  /** When each bar opened, UTC milliseconds. */
  readonly times: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly equity: Float64Array;
  /** At most 0. */
  readonly drawdown: Float64Array;
  readonly units: Float64Array;
  readonly overlays: readonly ChartLine[];
  readonly oscillators: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  /** Opening of the bar that the cursor is inside, as long as it has no entry; null without. */
  readonly pending: number | null;
  /** Prices that orders wait for. */
  readonly levels: readonly { readonly name: string; readonly price: number; readonly from: number }[];
}

/** A run that the widget can show. */
export interface RunLine {
  readonly name: string;
  /** Where a fork branched off, and what was changed: `fast 10 → 5, from bar 429`; empty for the first run. */
  readonly text: string;
}

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

export interface EventLines {
  readonly rows: readonly EventLine[];
  /** Number of the first row among all that match, from 0. */
  readonly first: number;
  readonly total: number;
  readonly isCounted: boolean;
  readonly isFollowing: boolean;
  readonly filter: string;
}

export interface StateLine {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly isBranch: boolean;
  readonly isExpanded: boolean;
  readonly text: string;
  /** At the end of the bar before, where it was another. */
  readonly before: string | null;
  /** Above zero: it rose; 0: it changed otherwise. */
  readonly direction: number;
}

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
  readonly tree: readonly StateLine[];
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
