import type { ChartData, DisplayedValue, EventsData, Status, TreeRow, WhyData } from '../../src/index.ts';

/** What the screen shows of a session as of its cursor. Plain data, collected anew after each motion. */
export interface View {
  readonly title: string;
  readonly status: Status;
  /** Names of all runs of the tree of forks. */
  readonly runs: readonly string[];
  readonly chart: ChartData;
  readonly events: EventsData;
  readonly tree: readonly TreeRow[];
  readonly watches: readonly DisplayedValue[];
  readonly stops: number;
  readonly why: WhyData;
  /** Calls of the typed API that do what was done so far. */
  readonly calls: readonly string[];
  /** What names without a container mean. */
  readonly focus: { readonly portfolio: string; readonly strategy: string; readonly symbol: string };
}
