import { HEADER_WORDS } from '../tracing/log/row.ts';
import { belongsToTrades } from '../tracing/settings/defaults.ts';
import type { TraceRule } from '../tracing/settings/trace-rule.ts';
import { heldBytes } from '../tracing/trades/held-bytes.ts';
import type { ContainerType } from './config/container-names.ts';

type EngineType = Exclude<ContainerType, 'own'>;

/** Words of payload of an event in a row. A signal's differ with its conditions: those of a crossover. */
const PAYLOAD_WORDS: Readonly<Record<string, number>> = {
  BAR: 1,
  FEATURES: 2,
  SIGNAL: 26,
  ORDER_REQUEST: 15,
  ORDER: 10,
  FILL: 18,
  POSITION_OPEN: 6,
  POSITION_CLOSE: 12,
  PORTFOLIO_UPDATE: 4,
};

/**
 * Bytes that a container's tracer takes besides its events: itself, its place on the bus, and what is free in the chunks
 * of rows. As `npm run bench -- --only tracing` measured it.
 */
const TRACER: Readonly<Record<TraceRule['retention'], number>> = {
  trade_complete: 3_500,
  sliding_window: 14_000,
  all: 48_000,
};

/** Types that pass a container at every bar of each of its symbols. */
const AT_EACH_BAR: Readonly<Record<EngineType, readonly string[]>> = {
  root: [],
  data: ['BAR'],
  features: ['BAR', 'FEATURES'],
  strategy: ['FEATURES'],
  portfolio: ['BAR', 'PORTFOLIO_UPDATE'],
  execution: [],
};

/** Events that pass a container in the course of one trade: in by one order, out by another. */
const IN_A_TRADE: Readonly<Record<EngineType, Readonly<Record<string, number>>>> = {
  root: {},
  data: {},
  features: {},
  strategy: { SIGNAL: 2 },
  portfolio: { SIGNAL: 2, ORDER_REQUEST: 2, ORDER: 2, FILL: 2, POSITION_OPEN: 1, POSITION_CLOSE: 1 },
  execution: { ORDER: 2, FILL: 2 },
};

/** How many bars there are for one trade, for want of knowing better. */
const BARS_PER_TRADE = 50;

/** What a file writer holds: the text of one write. */
const WRITE_BUFFER = 256 * 1024;

/** What a writer of Arrow holds, a batch of 4,096 rows in some 16 to 47 columns of eight bytes; and the room of a stream of rows (event-rows.ts). */
const LARGE_BUFFER = 4096 * 32 * 8;

export interface MemoryEstimate {
  /** Null when it grows with the bars, and their number is not known. */
  readonly bytes: number | null;
  /** How it was reckoned: `1,000 events × 68 B`. */
  readonly formula: string;
}

/**
 * The memory that a container's trace will take:
 *
 *     nothing            when it is not traced
 *     256 KiB            on disk: what is on its way there; as Arrow, and as columns that are not compressed, 1 MiB
 *     trade_complete     where orders are asked for, open trades (one for each symbol) × Σ over types: events in a trade × bytes of
 *                        one that is held as it is
 *     sliding_window     max_events × mean bytes, at most what all would take
 *     all                bars × Σ over types: (events at a bar + events in a trade / 50) × bytes
 *
 * in memory with what the tracer itself takes, and never more than `max_events` events or the memory budget.
 *
 * @param symbols number of symbols whose bars or trades pass the container.
 * @param bars of all its symbols together; null when data is not loaded.
 */
export function estimateMemory(
  rule: TraceRule,
  type: ContainerType,
  symbols: number,
  bars: number | null,
): MemoryEstimate {
  if (!rule.enabled) return { bytes: 0, formula: 'not traced' };
  if (rule.storage.backend === 'disk') {
    const { format, compression } = rule.storage;
    const isLarge = format === 'arrow' || (format === 'columnar' && compression === 'none');
    const bytes = isLarge ? LARGE_BUFFER : WRITE_BUFFER;
    return { bytes, formula: 'what is on its way to disk' };
  }
  if (type === 'own') return ofOwn(rule);
  const traced = (name: string) => rule.types === 'ALL' || rule.types.includes(name);
  const inTrade = flowOf(Object.entries(IN_A_TRADE[type]).filter(([name]) => traced(name)));
  if (rule.retention === 'trade_complete') {
    if (!('ORDER_REQUEST' in IN_A_TRADE[type])) return { bytes: 0, formula: 'no order is asked for here' };
    const released = Object.entries(IN_A_TRADE[type]).filter(
      ([name]) => traced(name) && belongsToTrades(name),
    );
    const flow = flowOf(released, heldBytes);
    const open = Math.min(symbols * flow.events, rule.maxEvents ?? Number.POSITIVE_INFINITY);
    return counted(open, flow.mean, rule);
  }
  const atBar = flowOf(AT_EACH_BAR[type].filter(traced).map((name): [string, number] => [name, 1]));
  const events = atBar.events + inTrade.events / BARS_PER_TRADE;
  const mean = events === 0 ? 0 : (atBar.bytes + inTrade.bytes / BARS_PER_TRADE) / events;
  const all = bars === null ? Number.POSITIVE_INFINITY : Math.ceil(bars * events);
  const held = events === 0 ? 0 : Math.min(all, rule.maxEvents ?? Number.POSITIVE_INFINITY);
  if (held !== Number.POSITIVE_INFINITY) return counted(held, mean, rule);
  const bytes = rule.budgetBytes;
  const formula = `${counting(events)} × ${number(mean)} B a bar`;
  return { bytes, formula: bytes === null ? formula : `${formula}, at most the budget` };
}

/** What passes a container of the user's is known once it has run: an event like an order's is taken for each. */
function ofOwn(rule: TraceRule): MemoryEstimate {
  const mean = rule.retention === 'trade_complete' ? heldBytes('ORDER') : rowBytes('ORDER');
  if (rule.maxEvents !== null) return counted(rule.maxEvents, mean, rule);
  const formula = `${number(mean)} B an event that passes`;
  const bytes = rule.budgetBytes;
  return { bytes, formula: bytes === null ? formula : `${formula}, at most the budget` };
}

function flowOf(
  counts: readonly (readonly [string, number])[],
  bytesOf: (type: string) => number = rowBytes,
): {
  readonly events: number;
  readonly bytes: number;
  readonly mean: number;
} {
  const events = counts.reduce((sum, [, count]) => sum + count, 0);
  const bytes = counts.reduce((sum, [name, count]) => sum + count * bytesOf(name), 0);
  return { events, bytes, mean: events === 0 ? 0 : bytes / events };
}

function counted(events: number, mean: number, rule: TraceRule): MemoryEstimate {
  if (events === 0) return { bytes: 0, formula: 'no such event passes here' };
  const own = TRACER[rule.retention];
  return limited(events * mean + own, `${counting(events)} × ${number(mean)} B + ${number(own)} B`, rule);
}

function rowBytes(type: string): number {
  return Float64Array.BYTES_PER_ELEMENT * (HEADER_WORDS + PAYLOAD_WORDS[type]);
}

function limited(bytes: number, formula: string, { budgetBytes }: TraceRule): MemoryEstimate {
  if (budgetBytes === null || bytes <= budgetBytes) return { bytes: Math.ceil(bytes), formula };
  return { bytes: budgetBytes, formula: `${formula}, at most the budget` };
}

function counting(events: number): string {
  return `${number(events)} ${events === 1 ? 'event' : 'events'}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
