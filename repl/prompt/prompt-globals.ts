import type { DebugSession, EventRecord } from '../../src/index.ts';

type Fields = Readonly<Record<string, number>>;

/** Names that are there at the prompt before anything is typed: what completion says of them. */
export interface NotebookGlobals {
  /** The session at hand: what `admf step` opened, or a fork of it. */
  readonly session: DebugSession;
  /** The portfolio in focus, as of the cursor. */
  readonly portfolio: {
    readonly cash: number;
    readonly equity: number;
    readonly gross_exposure: number;
    readonly net_exposure: number;
    readonly open_positions: number;
    readonly waiting_orders: number;
    readonly drawdown: number;
    readonly positions: Readonly<Record<string, Fields>>;
    readonly metrics: Fields;
  };
  /** The strategy in focus. */
  readonly strategy: { readonly params: Fields; readonly state: unknown; readonly values: Fields };
  /** The last bar of the symbol in focus. */
  readonly bar: {
    readonly symbol: string;
    readonly number: number;
    readonly time: number;
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
  };
  /** All that strategies read of that symbol, by its canonical name. */
  readonly features: Fields;
  /** The event at the cursor; null at the end of a bar. */
  readonly event: EventRecord | null;
}
