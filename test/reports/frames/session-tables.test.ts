import { expect, test } from 'vitest';
import { SessionTables } from '../../../src/reports/frames/session-tables.ts';
import { openSession } from '../../../src/reports/run/run-session.ts';

test('the events of one portfolio are those of all that are its own, whatever else is called so', async () => {
  // A name that ends like another one, and that of a strategy.
  const ids = ['a', 'x_a', 'trend'];
  const session = await openSession({
    data: [{ symbol: 'X', source: 'generate:gbm?bars=600&seed=7' }],
    strategies: [
      { id: 'trend', type: 'sma_crossover', params: { fast: 3, slow: 9 } },
      { id: 'slow', type: 'sma_crossover', params: { fast: 10, slow: 30 } },
    ],
    portfolios: ids.map((id, i) => ({ id, strategies: [i === 0 ? 'slow' : 'trend'], cash: 100_000 - i })),
  });
  await session.goto('end');
  const tables = new SessionTables(session);
  for (const kind of ['trades', 'fills', 'orders'] as const) {
    const all = await tables[kind]({});
    const owners = all.texts('portfolio');
    expect(new Set(owners)).toEqual(new Set(ids));
    for (const portfolio of ids) {
      const own = await tables[kind]({ portfolio });
      expect(own).toEqual(all.filter((row) => owners[row] === portfolio));
    }
  }
});
