import type { PreparedRun } from '../../src/workflows/prepare.ts';
import { crossoverBars, crossoverSpec } from '../engines/crossover.ts';
import { calm } from '../tables/portfolio-sets.ts';

/** A run of so many bars and portfolios that calmly cross their averages, as if its workflow had been loaded. */
export function crossoverRun(bars: number, portfolios: number): PreparedRun {
  const series = crossoverBars(bars);
  return {
    // Of the configuration nothing is read by a session that was not opened from a file, but what it was made of.
    config: { name: 'bench', data: [], strategies: [], portfolios: [] } as unknown as PreparedRun['config'],
    spec: crossoverSpec(
      series,
      Array.from({ length: portfolios }, (_, i) => calm(i)),
    ),
    series: [series],
    fingerprint: '',
    dataHash: '',
    codeHashes: {},
    file: null,
    baseDirectory: '.',
  };
}
