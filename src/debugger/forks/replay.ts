import { EquityCurve } from '../../analytics/equity-curve.ts';
import type { PerformanceMetrics } from '../../analytics/metrics.ts';
import { Engine } from '../../engine/engine.ts';
import { fullBacktest } from '../../engine/full-backtest.ts';
import type { Lane } from '../../engine/lane.ts';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { TYPE } from '../../events/event-type.ts';
import type { PortfolioUpdateEvent, PositionCloseEvent } from '../../events/portfolio-events.ts';
import type { Branch } from '../branch.ts';
import type { Recording } from '../recording.ts';
import { stretchesOf } from './common-past.ts';
import { TradeColumns } from './trade-columns.ts';

/** What one portfolio did in a stretch of bars. */
export interface PortfolioHistory {
  /** At the end of each bar, from the one before the first on. */
  readonly equity: Float64Array;
  /** Closed in these bars. */
  readonly trades: TradeColumns;
  /** Of the whole run up to the last of these bars. */
  readonly metrics: PerformanceMetrics;
}

/** Work between two turns of the event loop, in milliseconds. */
const TURN_MS = 20;
/** Bars times lanes between two looks at the clock. */
const LOOK = 16_384;

/**
 * Runs bars (from, to] of a branch once more, at the speed of a batch, and keeps equity and trades of some portfolios.
 *
 * @param portfolios by their places in the configuration; lanes without one of them are not worked.
 * @returns in the order of `portfolios`.
 * @throws the signal's reason when it is aborted.
 */
export async function replay(
  branch: Branch,
  from: number,
  to: number,
  portfolios: readonly number[],
  signal?: AbortSignal,
): Promise<PortfolioHistory[]> {
  signal?.throwIfAborted();
  const bars = Math.max(0, to - from);
  const histories = portfolios.map(() => ({
    equity: new Float64Array(bars + 1),
    trades: new TradeColumns(),
  }));
  const stretches = stretchesOf(branch, from, to);
  // Without a bar to run, what matters is where it stands.
  if (stretches.length === 0)
    stretches.push({ owner: branch.ownerOf({ bar: from, event: null }), from, to: from });
  let metrics: PerformanceMetrics[] = [];
  for (const stretch of stretches) {
    const { recording } = stretch.owner;
    recording.seek(stretch.from);
    const engine = engineWith(recording, portfolios, histories, stretch.from - from);
    engine.restore(recording.engine.save());
    const nodes = portfolios.map((at) => engine.topology.portfolios[at]);
    const lanes = lanesOf(engine, portfolios);
    if (stretch === stretches[0]) {
      for (const [i, { ledger }] of nodes.entries()) histories[i].equity[0] = ledger.equity;
    }
    await run(engine, stretch.to, lanes, signal);
    metrics = nodes.map((node) => node.metrics.metrics);
  }
  return histories.map((history, i) => ({ ...history, metrics: metrics[i] }));
}

async function run(engine: Engine, to: number, lanes: readonly Lane[], signal: AbortSignal | undefined) {
  const step = Math.max(1, Math.floor(LOOK / Math.max(1, lanes.length)));
  let breathed = performance.now();
  while (engine.slice < to) {
    engine.advance(Math.min(to, engine.slice + step), lanes);
    if (performance.now() - breathed < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    breathed = performance.now();
  }
}

function lanesOf(engine: Engine, portfolios: readonly number[]): Lane[] {
  const containers = portfolios.map((at) => engine.topology.portfolios[at].container.number);
  return engine.lanes.filter(({ members }) => containers.some((number) => members.has(number)));
}

/** An engine whose equity is written down, at full speed, without being part of its state. */
function engineWith(
  recording: Recording,
  portfolios: readonly number[],
  histories: readonly Pick<PortfolioHistory, 'equity' | 'trades'>[],
  before: number,
): Engine {
  const topology = fullBacktest(recording.spec);
  const equity = new Map<number, EquityCurve>();
  for (const [i, at] of portfolios.entries()) {
    const { bus } = topology.portfolios[at].container;
    const writer = new EquityWriter(histories[i].equity, 1 + before);
    equity.set(at, writer);
    // As the engine's own curve does it, which keeps the short cut open for updates that nobody else hears.
    const record = (event: EngineEvent) => {
      const update = event as PortfolioUpdateEvent;
      writer.record(update.timestamp, update.equity);
    };
    bus.listen(TYPE.PORTFOLIO_UPDATE, record, 'equity_curve');
  }
  const written = topology.portfolios.map((node, at) => ({ ...node, equity: equity.get(at) ?? null }));
  const engine = new Engine({ ...topology, portfolios: written }, recording.engine.timeline);
  for (const [i, at] of portfolios.entries()) {
    const { bus } = topology.portfolios[at].container;
    const lane = engine.laneOf(bus.container) as Lane;
    const { trades } = histories[i];
    const observe = (event: EngineEvent, here: EventBus) => {
      if (here !== bus) return;
      const close = event as PositionCloseEvent;
      const symbol = engine.topology.symbols.findIndex(({ series }) => series.symbol === close.symbol);
      const { closeTime } = engine.topology.symbols[symbol].series;
      const entryBar = engine.timeline.sliceAt(closeTime[close.entryIndex]) + 1;
      trades.add(close, symbol, entryBar, lane.slice + 1);
    };
    bus.attach({ observe }, [TYPE.POSITION_CLOSE]);
  }
  return engine;
}

/** Takes the place of an equity curve, and keeps of each update its equity only. */
class EquityWriter extends EquityCurve {
  readonly #column: Float64Array;
  #at: number;

  constructor(column: Float64Array, at: number) {
    super();
    this.#column = column;
    this.#at = at;
  }

  override record(_timestamp: number, equity: number): void {
    this.#column[this.#at++] = equity;
  }
}
