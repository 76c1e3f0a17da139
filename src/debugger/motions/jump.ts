import { formatNumber } from '../../analytics/format.ts';
import { TYPE } from '../../events/event-type.ts';
import type { Session } from '../session.ts';
import { stopsOf } from '../stops/stops.ts';
import { type Direction, type EventFilter, findEvent } from './find-event.ts';
import { type Moved, moveTo, stayed } from './moved.ts';
import { search } from './search.ts';
import type { Motion } from './settle.ts';
import { checkCount } from './walk.ts';

/** What one can jump to, in the words of traders. */
export const JUMPS = {
  fill: [TYPE.FILL],
  order: [TYPE.ORDER],
  /** A position that opens or closes. */
  trade: [TYPE.POSITION_OPEN, TYPE.POSITION_CLOSE],
  opening: [TYPE.POSITION_OPEN],
  closing: [TYPE.POSITION_CLOSE],
  signal: [TYPE.SIGNAL],
  rejection: [TYPE.ORDER_REJECTED],
} as const;
export type JumpKind = keyof typeof JUMPS;

export interface JumpOptions {
  /** `next` by default. */
  readonly direction?: Direction;
  /** The n-th from the cursor; 1 by default. */
  readonly count?: number;
  /** Of the portfolio in focus alone, with its strategies and its execution, or of all (the default). */
  readonly of?: 'focus' | 'all';
  readonly signal?: AbortSignal;
}

/**
 * Goes to the n-th fill, order, trade, signal or rejection (but for `no_change`) from the cursor, forwards or backwards, in the order in which the
 * run published them, and stands at that event. The cursor stays where it is when there are not so many.
 */
export async function jump(
  session: Session,
  kind: JumpKind,
  { direction = 'next', count = 1, of = 'all', signal }: JumpOptions = {},
): Promise<Moved> {
  checkCount(count);
  const filter: EventFilter = {
    types: new Set<number>(JUMPS[kind]),
    accepts: of === 'all' ? () => true : inFocus(session),
  };
  if (kind === 'rejection') return jumpToRefusal(session, filter, { direction, count, of, signal });
  const found = await findEvent(session, filter, direction, count, signal);
  if ('position' in found) return moveTo(session, found.position);
  if ('interrupted' in found) {
    const { bar, event } = session.position;
    return moveTo(session, { bar: event === null ? bar : bar - 1, event: null }, 'interrupted');
  }
  return notFound(session, kind, found.found, { direction, of });
}

type Wish = Required<Pick<JumpOptions, 'direction' | 'count' | 'of'>> & Pick<JumpOptions, 'signal'>;

function notFound(
  session: Session,
  kind: JumpKind,
  found: number,
  { direction, of }: Pick<Wish, 'direction' | 'of'>,
  more = '',
): Moved {
  const where = direction === 'next' ? 'after' : 'before';
  const whose = of === 'all' ? '' : ` of ${session.focus.portfolio}`;
  const number = found === 0 ? 'no' : `only ${found}`;
  const noun = found > 1 ? `${kind}s` : kind;
  return stayed(
    session,
    direction === 'next' ? 'end' : 'start',
    `${number} ${noun}${whose} ${where} this${more}`,
  );
}

/**
 * Signals for what is held already are refused too, at many bars, and are passed over: nobody looks for them. The index does not
 * tell them apart, so that bars with a refusal are run.
 */
async function jumpToRefusal(
  session: Session,
  filter: EventFilter,
  { direction, count, of, signal }: Wish,
): Promise<Moved> {
  const whose = of === 'all' ? '' : `portfolio_${session.focus.portfolio}:`;
  const stop = stopsOf(session).passing(`${whose}ORDER_REJECTED if event.code != 'no_change'`, 'rejection');
  const motion: Motion = { session, direction, stops: [stop], fence: null, signal, left: count };
  const found = await search(motion);
  if (found !== null) {
    const { from, to, end } = found;
    return { from, to, end: end === 'stopped' ? 'arrived' : end, note: null };
  }
  const refused = await findEvent(session, filter, direction, Number.MAX_SAFE_INTEGER, signal);
  const passed = 'found' in refused ? refused.found - (count - motion.left) : 0;
  const quiet = passed === 1 ? 'one signal' : `${formatNumber(passed, 0)} signals`;
  const more = passed === 0 ? '' : `; ${quiet} asked for what was held already (no_change)`;
  return notFound(session, 'rejection', count - motion.left, { direction, of }, more);
}

/** The containers of the portfolio in focus: its own, its execution's and those of its strategies. */
function inFocus(session: Session): (container: number) => boolean {
  const { portfolios, strategies } = session.branch.recording.engine.topology;
  const meant = new Set<number>();
  for (const { spec, container, execution } of portfolios) {
    if (spec.id !== session.focus.portfolio) continue;
    meant.add(container.number).add(execution.number);
    for (const { id } of spec.strategies) {
      const strategy = strategies.find((node) => node.spec.id === id);
      if (strategy !== undefined) meant.add(strategy.container.number);
    }
  }
  return (container) => meant.has(container);
}
