/**
 * Times features in a process of its own: `admf|together|peer bars rounds [module]`. Prints JSON, as `PeerReport`.
 */
import { createRequire } from 'node:module';
import { generateBars } from '../../src/data/generate-bars.ts';
import { FeatureTable } from '../../src/features/index.ts';
import { PEER_FEATURES, type PeerLibrary, plainColumns, samplesOf } from '../engines/peer-features.ts';
import { median } from './measure.ts';
import type { PeerReport } from './peers.ts';

const [who, bars, rounds, module] = process.argv.slice(2);
// Prices so fine that none repeats: on a tie, the last bit of a rounded mean decides whether money flows in or out.
const series = generateBars({
  symbol: 'X',
  kind: 'gbm',
  seed: 7,
  bars: Number(bars),
  interval: '1m',
  decimals: 8,
});
const report: PeerReport = { version: '', features: {}, together: null };

/** Milliseconds for which the collector's threads go on when what a run left behind was collected. */
const SWEEPING = 20;
const never = new Int32Array(new SharedArrayBuffer(4));

/** The median CPU time of some runs after one that is for the compiler; time of all threads, garbage collection too. */
function timedRuns<T>(work: () => T): { seconds: number; result: T } {
  const times: number[] = [];
  let result = work();
  for (let round = 0; round < Number(rounds); round++) {
    globalThis.gc?.();
    Atomics.wait(never, 0, 0, SWEEPING);
    const start = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1e6);
  }
  return { seconds: median(times), result };
}

if (who === 'admf') {
  for (const { id, request, fromFirst } of PEER_FEATURES) {
    const { seconds, result } = timedRuns(() => {
      const table = new FeatureTable(series, 'columns');
      const column = table.column(request);
      table.compute();
      return column;
    });
    report.features[id] = { seconds, samples: samplesOf(result, series.length, fromFirst) };
  }
} else if (who === 'together') {
  report.together = timedRuns(() => {
    const table = new FeatureTable(series, 'columns');
    for (const { request } of PEER_FEATURES) table.column(request);
    table.compute();
  }).seconds;
} else {
  const library = createRequire(import.meta.url)(module) as PeerLibrary;
  const columns = plainColumns(series);
  for (const { id, peer, fromFirst } of PEER_FEATURES) {
    if (peer === null) continue;
    const { seconds, result } = timedRuns(() => peer(library, columns));
    report.features[id] = { seconds, samples: samplesOf(result, series.length, fromFirst) };
  }
}
process.stdout.write(JSON.stringify(report));
