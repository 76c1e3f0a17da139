/** Runs many portfolios in this fresh process and prints what memory they took, as JSON: `<portfolios> <bars>`. */

import { Backtest } from '../../src/engine/backtest.ts';
import { crossoverBars, crossoverSpec } from '../engines/crossover.ts';
import { busy } from '../tables/portfolio-sets.ts';
import { type MemoryReport, measureMemory, peakRss } from './memory.ts';

/** Seven columns of doubles and one of flags. */
const BYTES_PER_BAR = 7 * 8 + 1;

const [count, bars] = process.argv.slice(2).map(Number);
const start = await measureMemory();
const series = crossoverBars(bars);
// One run first, so that compiled code is not counted as memory of portfolios.
new Backtest(crossoverSpec(series, [busy(0)])).runSync();
const withBars = await measureMemory();
const backtest = new Backtest(
  crossoverSpec(
    series,
    Array.from({ length: count }, (_, i) => busy(i)),
  ),
);
const result = backtest.runSync();
const peak = peakRss();
const end = await measureMemory();
const [symbol] = backtest.engine.topology.symbols;
const features = symbol.table.keys.length * bars * Float64Array.BYTES_PER_ELEMENT;
const report: MemoryReport = {
  peakRss: peak,
  startRss: start.rss,
  bars: bars * BYTES_PER_BAR,
  features,
  heapPerPortfolio: (end.heapUsed - withBars.heapUsed) / count,
  // What is left of the buffers besides features: state of portfolios, and the timeline of the run.
  buffersPerPortfolio: (end.arrayBuffers - withBars.arrayBuffers - features) / count,
  fills: result.portfolios.reduce((sum, { funnel }) => sum + funnel.fills, 0),
};
process.stdout.write(JSON.stringify(report));
