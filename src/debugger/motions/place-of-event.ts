import { setImmediate } from 'node:timers/promises';
import type { Container } from '../../engine/container.ts';
import { eventKey, formatEventId, type ParsedEventId } from '../../events/event-id.ts';
import { eventTypeName, TYPE } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { Position } from '../position.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';
import type { Session } from '../session.ts';

/** Bars that are recorded between two looks. */
const AHEAD = 65_536;
const INDEXED: ReadonlySet<number> = new Set(RECORDED_TYPES);

/** Where an event stands; undefined when interrupted. @throws UserError with the candidates, or the nearest. */
export async function placeOfEvent(
  session: Session,
  text: string,
  { containerId, type, sequenceNumber }: ParsedEventId,
  signal: AbortSignal | undefined,
): Promise<Position | undefined> {
  const containers = session.branch.recording.engine.topology.containers.filter(
    ({ id }) => containerId === undefined || id === containerId,
  );
  if (containers.length === 0) throw unknownContainer(session, containerId as string);
  const barsOf = () =>
    containers.flatMap((container) => {
      const bar = barOf(session, container, type, sequenceNumber);
      return bar === undefined ? [] : [{ container, bar }];
    });
  let found = barsOf();
  // Without its container, only the whole run tells whether it is the only one of its name.
  while (found.length === 0 || containerId === undefined) {
    const { recorded, bars } = session.branch.recording;
    if (recorded >= bars) break;
    if (signal?.aborted === true) return undefined;
    await session.record(Math.min(recorded + AHEAD, bars), signal, bars);
    await setImmediate();
    if (containerId !== undefined || session.branch.recording.recorded >= bars) found = barsOf();
  }
  const idOf = (container: Container) =>
    formatEventId(eventKey(container.number, type), sequenceNumber, container.bus.containers);
  if (found.length > 1) {
    throw new UserError(`several containers have a ${text}`, {
      code: 'ambiguous_event',
      hint: `one of ${found.map(({ container }) => idOf(container)).join(', ')}`,
    });
  }
  if (found.length === 1) {
    const [{ bar, container }] = found;
    const event = session.allEventsOf(bar).findIndex(({ id }) => id === idOf(container));
    if (event >= 0) return { bar, event };
  }
  throw new UserError(`there is no event ${text}`, {
    code: 'no_such_event',
    hint: nearestEvents(session, containers, type, sequenceNumber),
  });
}

/** Where a trade opens, `trade-7` of a portfolio's container, or of the portfolio in focus; undefined when interrupted. */
export async function placeOfTrade(
  session: Session,
  containerId: string | undefined,
  trade: number,
  signal: AbortSignal | undefined,
): Promise<Position | undefined> {
  const { portfolios } = session.branch.recording.engine.topology;
  const ids = portfolios.map(({ container }) => container.id);
  const portfolio = portfolios.find(({ container, spec }) =>
    containerId === undefined ? spec.id === session.focus.portfolio : container.id === containerId,
  );
  if (portfolio === undefined) {
    throw new UserError(`there is no portfolio ${containerId}`, {
      code: 'unknown_container',
      hint: nameHint(containerId as string, ids),
    });
  }
  const { container } = portfolio;
  const types = new Set([TYPE.POSITION_OPEN]);
  const accepts = (number: number) => number === container.number;
  for (;;) {
    const [opening] = session.branch.ofTrade(trade, types, accepts);
    if (opening !== undefined) {
      const id = formatEventId(opening.key, opening.sequence, container.bus.containers);
      return {
        bar: opening.bar,
        event: session.allEventsOf(opening.bar).findIndex((event) => event.id === id),
      };
    }
    const { recorded, bars } = session.branch.recording;
    if (recorded >= bars) break;
    if (signal?.aborted === true) return undefined;
    await session.record(Math.min(recorded + AHEAD, bars), signal, bars);
    await setImmediate();
  }
  const numbers = session.branch.between(0, session.bars, types, accepts).map((event) => event.trade);
  const hint =
    numbers.length === 0
      ? 'it has no trades'
      : `it has trades ${numbers.reduce((a, b) => Math.min(a, b))} to ${numbers.reduce((a, b) => Math.max(a, b))}`;
  throw new UserError(`${container.id} has no trade ${trade}`, { code: 'no_such_trade', hint });
}

/** The bar in which a container published something, as far as the run is recorded. */
function barOf(session: Session, container: Container, type: number, sequence: number): number | undefined {
  const { branch } = session;
  const { symbols, portfolios } = branch.recording.engine.topology;
  if (INDEXED.has(type)) return branch.find(eventKey(container.number, type), sequence)?.bar;
  if (type === TYPE.BAR || type === TYPE.FEATURES) {
    const node = symbols.find(({ data, features }) => (type === TYPE.BAR ? data : features) === container);
    if (node === undefined || sequence < 1 || sequence > node.series.length) return undefined;
    const bar = branch.recording.engine.timeline.sliceAt(node.series.closeTime[sequence - 1]) + 1;
    return bar <= branch.recording.recorded ? bar : undefined;
  }
  const isPortfolio = portfolios.some((portfolio) => portfolio.container === container);
  if (type !== TYPE.PORTFOLIO_UPDATE || !isPortfolio) return undefined;
  return barOfUpdate(session, container.number, sequence);
}

/** Numbers of a container's events rise from bar to bar: the first bar that ends with at least this one. */
function barOfUpdate(session: Session, container: number, sequence: number): number | undefined {
  const reached = (bar: number): boolean => {
    const { recording } = session.branch.runnerOf(bar);
    recording.seek(bar);
    return recording.engine.topology.containers[container].bus.sequence >= sequence;
  };
  let low = 1;
  let high = session.branch.recording.recorded;
  if (high < 1 || !reached(high)) return undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function nearestEvents(
  session: Session,
  containers: readonly Container[],
  type: number,
  sequence: number,
): string {
  const numbers = new Set(containers.map(({ number }) => number));
  const all = session.branch.between(0, session.bars, new Set([type]), (number) => numbers.has(number));
  const name = eventTypeName(type);
  if (all.length === 0)
    return `the run has no ${name} ${containers.length === 1 ? `of ${containers[0].id}` : ''}`.trim();
  const nearest = all.reduce((a, b) =>
    Math.abs(b.sequence - sequence) < Math.abs(a.sequence - sequence) ? b : a,
  );
  return `the nearest ${name} is ${formatEventId(nearest.key, nearest.sequence, containers[0].bus.containers)}`;
}

function unknownContainer(session: Session, id: string): UserError {
  const ids = session.branch.recording.engine.topology.containers.map((container) => container.id);
  return new UserError(`there is no container ${id}`, { code: 'unknown_container', hint: nameHint(id, ids) });
}
