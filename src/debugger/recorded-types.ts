import { EVENT_TYPE_LIMIT, TYPE } from '../events/event-type.ts';

/** What comes at every bar is made again from the data when it is asked for, and needs no index. */
const AT_EVERY_BAR: ReadonlySet<number> = new Set([
  TYPE.BAR,
  TYPE.FEATURES,
  TYPE.PORTFOLIO_UPDATE,
  TYPE.LIFECYCLE,
  TYPE.TRACE_LIMIT,
]);

/** Types of events whose place in the run a recording keeps. */
export const RECORDED_TYPES: readonly number[] = Array.from(
  { length: EVENT_TYPE_LIMIT },
  (_, type) => type,
).filter((type) => !AT_EVERY_BAR.has(type));
