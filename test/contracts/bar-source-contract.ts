import { describe, expect, test } from 'vitest';
import { type LoadEffects, type LoadRequest, loadCheckedBars } from '../../src/data/load-bars.ts';
import { areValidBars } from '../../src/data/quality/check-bars.ts';
import { resample } from '../../src/data/shape/resample.ts';
import { ZoneClock } from '../../src/data/times/zone-clock.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { columnsOf } from './bar-file-contract.ts';

const DAY = 86_400_000;

export interface BarSourceCase {
  /** Of at least 20 bars, of a day or shorter. */
  readonly source: string;
  readonly symbol?: string;
  /** Makes what the source names, where it is not there already. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** What everything that bars come from promises, whatever it is. */
export function barSourceContract(
  { source, symbol = 'X', prepare }: BarSourceCase,
  effects: LoadEffects,
): void {
  describe(`bars of ${source}`, () => {
    const load = async (request: Partial<LoadRequest> = {}, more: Partial<LoadEffects> = {}) => {
      await prepare?.(effects.baseDirectory);
      return loadCheckedBars({ symbol, source, ...request }, { ...effects, ...more });
    };
    const bars = async (request?: Partial<LoadRequest>) => (await load(request)).series;
    const date = (series: BarSeries, i: number) => new Date(series.openTime[i]).toISOString().slice(0, 10);

    test('are valid, in order, of the symbol, and on shared memory', async () => {
      const { series, report } = await load();
      expect(areValidBars(series, !Number.isNaN(series.volume[0]))).toBe(true);
      for (let i = 1; i < series.length; i++)
        expect(series.openTime[i]).toBeGreaterThan(series.closeTime[i - 1]);
      expect(series.symbol).toBe(symbol);
      for (const column of [series.openTime, series.closeTime, series.close, series.volume, series.flags])
        expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(report).toMatchObject({ symbol, rows: series.length, bars: series.length, checks: [] });
    });

    test('are the same each time, and side by side', async () => {
      const [first, ...others] = await Promise.all([bars(), bars(), bars()]);
      for (const other of others) expect(columnsOf(other)).toEqual(columnsOf(first));
    });

    test('of a range of dates are those that lie wholly in it', async () => {
      const all = await bars();
      const [from, to] = [date(all, Math.floor(all.length / 3)), date(all, Math.floor(all.length / 2))];
      const inside = [...all.openTime.keys()].filter(
        (i) => all.openTime[i] >= Date.parse(from) && all.closeTime[i] < Date.parse(to) + DAY,
      );
      const part = await bars({ from, to });
      expect(columnsOf(part)).toEqual(columnsOf(all.slice(inside[0], inside[inside.length - 1] + 1)));
    });

    test('that are put together are those of all bars', async () => {
      const weeks = resample(await bars(), {
        interval: 7 * DAY,
        clock: new ZoneClock('UTC'),
        keepPartial: true,
      });
      expect(columnsOf(await bars({ interval: '1w', partial: 'keep' }))).toEqual(columnsOf(weeks));
    });

    test('are not loaded when nobody wants them any more', async () => {
      await expect(load({}, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
    });
  });
}
