import { describe, expect, test } from 'vitest';
import type { Table } from '../../src/reports/frames/table.ts';
import type { RunTables } from '../../src/reports/frames/tables.ts';

/** What every source of a run's tables promises. @param open tables of the run that `expected` is of, which are right. */
export function runTablesContract(
  name: string,
  open: () => Promise<RunTables>,
  expected: () => Promise<RunTables>,
): void {
  describe(`${name} as tables of a run`, () => {
    const both = async (read: (tables: RunTables) => Promise<Table>) => {
      const [given, wanted] = await Promise.all([open().then(read), expected().then(read)]);
      return [given, wanted] as const;
    };

    test('know the run, its portfolios, strategies and symbols', async () => {
      const [given, wanted] = await Promise.all([open(), expected()]);
      const facts = ({ name: run, fingerprint, portfolios, strategies, symbols }: RunTables) => ({
        run,
        fingerprint,
        portfolios,
        strategies,
        symbols,
      });
      expect(facts(given)).toEqual(facts(wanted));
      expect(await given.initialCash()).toBe(await wanted.initialCash());
    });

    test.each(['trades', 'orders', 'fills', 'signals'] as const)('give the same %s', async (table) => {
      const [given, wanted] = await both((tables) => tables[table]());
      expect(given.length).toBeGreaterThan(0);
      expect(given).toEqual(wanted);
    });

    test('give the same series, events, metrics, funnel and benchmark', async () => {
      for (const read of [
        (tables: RunTables) =>
          tables.series(['bars', 'sma_20', 'signal', 'position', 'equity', 'bar.high - bar.low']),
        (tables: RunTables) => tables.events({ types: ['FILL'], last: 5 }),
        (tables: RunTables) => tables.metrics(),
      ]) {
        const [given, wanted] = await both(read);
        expect(given).toEqual(wanted);
      }
      const [given, wanted] = await Promise.all([open(), expected()]);
      expect(await given.funnel()).toEqual(await wanted.funnel());
      expect(await given.benchmark()).toEqual(await wanted.benchmark());
      expect(await given.containers()).toEqual(await wanted.containers());
    });

    test('give the same equity to the last bit, of all bars or of some', async () => {
      for (const options of [{}, { from: 100, to: 200 }]) {
        const [given, wanted] = await both((tables) => tables.equity(options));
        expect(given.time).toEqual(wanted.time);
        for (const column of ['equity', 'gross_exposure', 'bar']) {
          expect(given.columns[column]).toEqual(wanted.columns[column]);
        }
      }
    });

    test('refuse names that the run does not have, with the nearest', async () => {
      const tables = await open();
      await expect(tables.series(['sma_21'])).rejects.toMatchObject({
        message: 'the run has no series "sma_21"',
        hint: 'did you mean "sma_20"?',
      });
      await expect(tables.equity({ portfolio: 'balancd' })).rejects.toMatchObject({
        message: 'the run has no portfolio "balancd"',
        hint: 'did you mean "balanced"?',
      });
      await expect(tables.series(['close'], { symbol: 'SPY' })).rejects.toThrow(
        'the run has no symbol "SPY"',
      );
    });
  });
}
