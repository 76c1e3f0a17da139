import type { Position } from '../position.ts';

/** What the charts show, oldest first, up to the cursor: columns of one length, whose entries are bars or several bars each. */
export interface ChartData {
  /** Number of the first bar. */
  readonly first: number;
  /** Bars of an entry; the first entry may have fewer in sight. */
  readonly step: number;
  readonly symbol: string;
  /** When each bar opened, UTC milliseconds. */
  readonly times: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly equity: Float64Array;
  /** Fraction of the highest equity so far, at most 0. */
  readonly drawdown: Float64Array;
  /** Units held at the end of each bar. */
  readonly units: Float64Array;
  /** What the strategy in focus reads. */
  readonly indicators: readonly { readonly name: string; readonly values: Float64Array }[];
  readonly marks: readonly ChartMark[];
  /** Prices that orders wait for. */
  readonly levels: readonly { readonly name: string; readonly price: number; readonly from: number }[];
  /** What is held of the symbol, and what it cost on average a unit; null when nothing is. */
  readonly holding: { readonly units: number; readonly price: number } | null;
  /** Opening of the bar that the cursor is inside, as long as it has not been published: it has no entry yet; null without. */
  readonly pending: number | null;
  /** Bars of the whole run. */
  readonly bars: number;
}

/** A signal, an order or a fill at a bar. */
export interface ChartMark {
  readonly kind: 'signal' | 'order' | 'fill' | 'rejection';
  readonly bar: number;
  /** Above zero bought, below sold. */
  readonly side: number;
  readonly price: number | null;
  /** `F12`. */
  readonly label: string;
  /** Of the event. */
  readonly id: string;
}

/** An event as lists show it. `time` is UTC milliseconds. */
export interface EventRow {
  readonly position: Position;
  readonly id: string;
  readonly type: string;
  readonly time: number;
  /** Whether it comes at every bar, or says that nothing was to be done. */
  readonly isQuiet: boolean;
  /** What it says, in wordings from long to short. */
  readonly texts: readonly string[];
}

/** The rows of the stream of events that are seen, oldest first. */
export interface EventsData {
  readonly rows: readonly EventRow[];
  /** Number of the first of them among all that match, from 0. */
  readonly first: number;
  /** The one in hand, among them; −1 where there is none. */
  readonly selected: number;
  /** Whether it goes along with the cursor. */
  readonly isFollowing: boolean;
  readonly filter: string;
  /** All that match, up to the cursor, as far as they are counted. */
  readonly total: number;
  readonly isCounted: boolean;
}

/** A row of the tree of containers: a branch that can be opened, or a value. */
export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly isBranch: boolean;
  readonly isExpanded: boolean;
  readonly text: string;
  /** At the end of the bar before, where it was another; null where it is the same. */
  readonly before: string | null;
  /** Above zero: it rose; 0: it changed otherwise. */
  readonly direction: number;
}

/** The chain of causes of something as lines of text, below what it is about. */
export interface WhyData {
  readonly title: string;
  readonly lines: readonly string[];
}
