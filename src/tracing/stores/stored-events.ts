import type { EventRecord } from '../../events/event.ts';
import { typeSlug } from '../../events/event-id.ts';
import { eventTypeNames } from '../../events/event-type.ts';
import { nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { belongsToTrade, type WhyStep, type WhyTrade, whyChain, whyTrade } from '../why.ts';
import { fillBars } from './fill-bars.ts';
import { notKept } from './not-kept.ts';
import { readTraces } from './read-trace.ts';
import type { ContainerTrace } from './trace-catalogue.ts';
import type { ReadOptions } from './trace-reader.ts';

/** How many of several candidates are named. */
const CANDIDATES_SHOWN = 8;

export interface WhyOptions extends Pick<ReadOptions, 'onNotice'> {
  /** Containers of the run, those that kept no trace included, for messages; those with a trace by default. */
  readonly containers?: readonly string[];
}

/** An id as people type it. */
interface TypedId {
  readonly typed: string;
  readonly container: string | undefined;
  /** `order-request`, or `trade`. */
  readonly kind: string;
  readonly number: number;
}

/**
 * Why an event or a trade of a run on disk happened. Reads the traces once a link of the chain and once for the bars of fills, and holds no more than
 * the chain.
 *
 * @param id `fill-12`, `portfolio_balanced/order-7`, `trade-3`.
 * @throws UserError when several containers have such an event (naming them), when there is none (with the nearest), or
 *   when its container did not keep it (with the setting that would).
 */
export async function whyFromDisk(
  traces: readonly ContainerTrace[],
  id: string,
  options: WhyOptions = {},
): Promise<WhyStep | WhyTrade> {
  const typed = parseTyped(id);
  const found =
    typed.kind === 'trade'
      ? await tradeEvents(traces, typed, options)
      : await eventOf(traces, typed, options);
  const events = new Map(found.map((event) => [event.id, event]));
  await loadCauses(traces, events, options);
  const bars = await fillBars(traces, events.values(), options);
  const lookup = (wanted: string) => events.get(wanted);
  const reason = (missing: string) => notKept(traces, missing);
  const [{ correlationId }] = found;
  return typed.kind === 'trade'
    ? (whyTrade(lookup, correlationId as string, found, reason, bars) as WhyTrade)
    : (whyChain(lookup, found[0].id, reason, bars) as WhyStep);
}

function parseTyped(typed: string): TypedId {
  const match = /^(?:(.+)\/)?([a-z][a-z0-9-]*)-(\d+)$/.exec(typed);
  if (match !== null) return { typed, container: match[1], kind: match[2], number: Number(match[3]) };
  throw new UserError(`"${typed}" is not the id of an event`, {
    code: 'bad_event_id',
    hint: 'ids look like fill-12, portfolio_balanced/order-7 or trade-3',
  });
}

async function eventOf(
  traces: readonly ContainerTrace[],
  id: TypedId,
  options: WhyOptions,
): Promise<EventRecord[]> {
  const end = `/${id.kind}-${id.number}`;
  const wanted =
    id.container === undefined
      ? (candidate: string) => candidate.endsWith(end)
      : (candidate: string) => candidate === id.typed;
  const found = await collect(
    traces,
    wanted,
    id.container === undefined ? Number.POSITIVE_INFINITY : 1,
    options,
  );
  if (found.length === 0) throw await unknownEvent(traces, id, options);
  if (found.length > 1)
    throw ambiguous(
      id.typed,
      found.map((event) => event.id),
    );
  return found;
}

const TRADE_EVENTS = /\/(?:fill|position-open|position-close)-\d+$/;

/** Events at which chains of the trade begin, in order. */
async function tradeEvents(
  traces: readonly ContainerTrace[],
  { typed, container, number }: TypedId,
  options: WhyOptions,
): Promise<EventRecord[]> {
  const trades = new Map<string, EventRecord[]>();
  let nearest: string | undefined;
  for await (const event of readTraces(traces, { ...options, wanted: (id) => TRADE_EVENTS.test(id) })) {
    const trade = event.correlationId;
    if (trade === null || !belongsToTrade(event, trade)) continue;
    if (container !== undefined && !trade.startsWith(`${container}/`)) continue;
    if (nearest === undefined || distance(trade, number) < distance(nearest, number)) nearest = trade;
    if (distance(trade, number) === 0) trades.set(trade, [...(trades.get(trade) ?? []), event]);
  }
  if (trades.size > 1) throw ambiguous(typed, [...trades.keys()]);
  const [events] = trades.values();
  if (events !== undefined) return events;
  throw new UserError(`there is no event of ${typed} in the trace`, {
    code: 'unknown_event',
    hint:
      nearest === undefined
        ? noneKept(traces, ['FILL', 'POSITION_OPEN', 'POSITION_CLOSE'])
        : `the nearest is ${nearest}`,
  });
}

/** Adds the causes of all events there, and theirs, as far as they were kept. */
async function loadCauses(
  traces: readonly ContainerTrace[],
  events: Map<string, EventRecord>,
  options: WhyOptions,
): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const causes = [...events.values()].map(({ causationId }) => causationId);
    const wanted = new Set(causes.filter((id) => id !== null && !events.has(id) && !tried.has(id)));
    if (wanted.size === 0) return;
    for (const id of wanted) tried.add(id as string);
    const publishers = new Set([...wanted].map((id) => containerOf(id as string)));
    const [own, others] = partition(traces, ({ container }) => publishers.has(container));
    // Who published an event most likely kept it; else somebody who heard of it may have.
    for (const some of [own, others]) {
      for (const event of await collect(some, (id) => wanted.has(id), wanted.size, options)) {
        events.set(event.id, event);
        wanted.delete(event.id);
      }
    }
  }
}

async function collect(
  traces: readonly ContainerTrace[],
  wanted: (id: string) => boolean,
  most: number,
  { onNotice }: WhyOptions,
): Promise<EventRecord[]> {
  const found: EventRecord[] = [];
  if (most === 0 || traces.length === 0) return found;
  for await (const event of readTraces(traces, { wanted, onNotice })) {
    found.push(event);
    if (found.length === most) break;
  }
  return found;
}

async function unknownEvent(
  traces: readonly ContainerTrace[],
  { typed, container, kind, number }: TypedId,
  options: WhyOptions,
): Promise<UserError> {
  const known = [...new Set([...traces.map((t) => t.container), ...(options.containers ?? [])])];
  if (container !== undefined && !known.includes(container)) {
    const near = nearestName(container, known);
    return new UserError(`the run has no container "${container}"`, {
      code: 'unknown_container',
      hint:
        near === undefined ? `it has ${known.sort().join(', ')}` : `did you mean ${near}/${kind}-${number}?`,
    });
  }
  const start = container === undefined ? '' : `${container}/`;
  const isAlike = (id: string) =>
    id.startsWith(start) && id.slice(id.lastIndexOf('/') + 1, id.lastIndexOf('-')) === kind;
  let nearest: string | undefined;
  const kinds = new Set(eventTypeNames().map(typeSlug)).add('trade');
  const wanted = (id: string) => isAlike(id) || kinds.add(kindOf(id)) === undefined;
  for await (const { id } of readTraces(traces, { wanted })) {
    if (isAlike(id) && (nearest === undefined || distance(id, number) < distance(nearest, number)))
      nearest = id;
  }
  const message = `there is no event ${typed} in the trace`;
  if (nearest !== undefined)
    return new UserError(message, { code: 'unknown_event', hint: `the nearest is ${nearest}` });
  if (!kinds.has(kind)) {
    const near = nearestName(kind, kinds);
    return new UserError(`there is no type of event "${kind}", as in ${typed}`, {
      code: 'unknown_event_type',
      hint:
        near === undefined ? `one of ${[...kinds].join(', ')}` : `did you mean ${start}${near}-${number}?`,
    });
  }
  const hint = container === undefined ? noneKept(traces, [typeName(kind)]) : notKept(traces, typed);
  return new UserError(message, { code: 'unknown_event', hint });
}

function ambiguous(typed: string, ids: readonly string[]): UserError {
  const shown = ids.slice(0, CANDIDATES_SHOWN).join(', ');
  const more = ids.length > CANDIDATES_SHOWN ? ` and ${ids.length - CANDIDATES_SHOWN} more` : '';
  const what = typed.includes('trade-') ? 'trades' : 'events';
  return new UserError(`${typed} may be ${ids.length} ${what}: ${shown}${more}`, {
    code: 'ambiguous_event',
    hint: `name its container: ${ids[0]}`,
  });
}

/** Why events of these types are not there: none was kept, or none came. */
function noneKept(traces: readonly ContainerTrace[], types: readonly string[]): string {
  const isKept = (type: string) =>
    traces.some(({ container, events }) =>
      events === null ? container.startsWith(publisherOf(type)) : events.includes(type),
    );
  const lost = types.filter((type) => !isKept(type));
  if (lost.length === 0) return `the trace would hold ${listed(types)}, and up to its end there was none`;
  return `no container kept ${listed(lost)}; tracing: { default: { mode: full } } in the workflow keeps all`;
}

/** How the names of containers begin that publish a type. */
function publisherOf(type: string): string {
  switch (type) {
    case 'FILL':
      return 'execution_';
    case 'SIGNAL':
      return 'strategy_';
    case 'FEATURES':
      return 'features_';
    case 'BAR':
      return 'data_';
    default:
      return 'portfolio_';
  }
}

function listed(types: readonly string[]): string {
  return types.length === 1 ? types[0] : `${types.slice(0, -1).join(', ')} and ${types.at(-1)}`;
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function containerOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}

function kindOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1, id.lastIndexOf('-'));
}

function typeName(kind: string): string {
  return kind.toUpperCase().replaceAll('-', '_');
}

function distance(id: string, number: number): number {
  return Math.abs(Number(id.slice(id.lastIndexOf('-') + 1)) - number);
}
