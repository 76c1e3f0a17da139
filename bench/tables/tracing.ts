import { Backtest } from '../../src/engine/backtest.ts';
import { TYPE } from '../../src/events/event-type.ts';
import { RowWriter } from '../../src/tracing/log/row-writer.ts';
import type { TracerSettings } from '../../src/tracing/retention.ts';
import { Tracer } from '../../src/tracing/tracer.ts';
import { crossoverBars, crossoverSpec, outcomeOf, type Periods } from '../engines/crossover.ts';
import type { BenchCase, BenchGroup } from '../harness/case.ts';
import { rateTable } from '../harness/rate-table.ts';
import { bus } from './bus.ts';
import { busy } from './portfolio-sets.ts';
import type { Table } from './table.ts';
import { traceMemoryTable } from './trace-memory.ts';

/** Every event of a hundred portfolios is more than memory holds; the cost for a portfolio does not fall with their number. */
const FEW = 10;

const MINIMAL: TracerSettings = { retention: { policy: 'trade_complete' } };
const POSITIONS: TracerSettings = {
  ...MINIMAL,
  types: [TYPE.FILL, TYPE.POSITION_OPEN, TYPE.POSITION_CLOSE],
};
const WINDOW: TracerSettings = { retention: { policy: 'sliding_window', maxEvents: 1000 } };
const FULL: TracerSettings = { retention: { policy: 'all' } };

function group(id: string, title: string, bars: number, periods: readonly Periods[]): BenchGroup {
  const traced = (
    caseId: string,
    label: string,
    tracing: TracerSettings | undefined,
    { most = periods.length, idle = false } = {},
  ): BenchCase => ({
    id: caseId,
    label: most < periods.length ? `${label}, ${most} portfolios` : label,
    setUp: (scale) => {
      const series = crossoverBars(scale.bars(bars));
      const some = periods.slice(0, Math.min(most, scale.portfolios(periods.length)));
      return () => {
        const backtest = new Backtest(crossoverSpec(series, some, { tracing }));
        if (idle) {
          const writer = new RowWriter();
          for (const container of backtest.engine.topology.containers)
            new Tracer(container.bus, FULL, { writer }).detach();
        }
        return outcomeOf(backtest.runSync());
      };
    },
  });
  return {
    id,
    title,
    reference: 'untraced',
    tolerance: 0,
    cases: [
      traced('untraced', 'untraced', undefined),
      traced('idle', 'tracers attached to every container, and detached', undefined, { idle: true }),
      traced('positions', 'trade_complete: FILL, POSITION_OPEN, POSITION_CLOSE', POSITIONS),
      traced('minimal', 'trade_complete: all events of trades', MINIMAL),
      traced('window', 'sliding window of 1,000: all events', WINDOW, { most: FEW }),
      traced('full', 'full in memory: all events', FULL, { most: FEW }),
    ],
  };
}

const many = (count: number) =>
  group(
    `portfolios-${count}`,
    `${count.toLocaleString('en')} portfolios, busy: SMA 5–24 / 40–99, 100,000 bars`,
    100_000,
    Array.from({ length: count }, (_, i) => busy(i)),
  );

const groups = [
  group('single', 'One strategy: SMA 20/100, 1,000,000 bars', 1_000_000, [{ fast: 20, slow: 100 }]),
  many(100),
  many(1000),
];

export const tracing: Table = {
  name: 'tracing',
  title: 'What tracing in memory costs',
  groups: [...groups, bus],
  run: async (scale, print) => {
    await rateTable('tracing', groups, { kind: 'rate', of: 'portfolio-bars' }, scale, print);
    await rateTable('tracing', [bus], { kind: 'rate', of: 'events' }, scale, print);
    await traceMemoryTable(scale, print);
  },
};
