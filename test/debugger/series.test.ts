import { expect, test } from 'vitest';
import { goto, next, toBar } from '../../src/debugger/motions/walk.ts';
import { eventSeries } from '../../src/debugger/series/event-series.ts';
import { series } from '../../src/debugger/series/series.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import { open, workflow } from './stops-support.ts';

test('series are what was to be read at the end of each bar, up to the cursor', async () => {
  for (const symbols of [1, 2] as const) {
    const session = await open(workflow(symbols, 150));
    const texts = [
      'close',
      'equity',
      'drawdown',
      'portfolio_b.position.units',
      'strategy_slow.slow',
      'bar.close > 100',
    ];
    const table = await series(session, texts);
    expect([...table.bar]).toEqual([1]);
    await goto(session, 0);
    const expected = texts.map(() => [] as unknown[]);
    const paths = ['bar.close', 'portfolio.equity', 'portfolio.drawdown', ...texts.slice(3)];
    const expressions = paths.map((path) => session.compile(path));
    while ((await next(session)).end === 'arrived') {
      expressions.forEach(({ evaluate }, i) => {
        const value = evaluate({ engine: session.engine, event: null });
        expected[i].push(value === null ? Number.NaN : Number(value));
      });
    }
    const { columns, bar, time } = await series(session, texts);
    expect(texts.map((text) => [...columns[text]])).toEqual(expected);
    expect(bar.at(-1)).toBe(session.bars);
    expect(time.at(-1)).toBe(session.timeOf(session.bars));
    const part = await series(session, texts, { from: 40, to: 60 });
    expect([...part.columns.equity]).toEqual([...columns.equity].slice(39, 60));
  }
});

test('the equity of a session is that of a batch, to the last bit', async () => {
  const session = await open(workflow());
  await toBar(session, session.bars);
  const { spec } = session.branch.prepared;
  const kept = { ...spec, portfolios: spec.portfolios.map((one) => ({ ...one, keepEquity: true })) };
  const [{ equityCurve }] = new Backtest(kept).runSync().portfolios;
  const { columns, time } = await series(session, ['equity']);
  expect(columns.equity).toEqual(equityCurve?.equity);
  expect(time).toEqual(equityCurve?.timestamp);
});

test('what is given is a copy', async () => {
  const session = await open(workflow());
  await goto(session, 50);
  const first = await series(session, ['close']);
  first.columns.close.fill(0);
  expect((await series(session, ['close'])).columns.close.every((close) => close > 0)).toBe(true);
});

test('events come as columns, up to the one at the cursor', async () => {
  const session = await open(workflow());
  await goto(session, 200);
  const fills = await eventSeries(session, 'fills');
  expect(fills.id.length).toBeGreaterThan(5);
  fills.id.forEach((id, i) => {
    const event = session.eventsOf(fills.bar[i]).find((one) => one.id === id);
    expect((fills.columns.fillPrice as Float64Array)[i]).toBe(event?.payload.fillPrice);
    expect((fills.columns.symbol as string[])[i]).toBe('AAA');
  });
  const last = fills.bar.at(-1) as number;
  session.moveTo({ bar: last, event: session.eventsOf(last).findIndex(({ type }) => type === 'FILL') });
  const until = await eventSeries(session, 'fills');
  expect(until.id.at(-1)).toBe(session.event?.id);
  expect(
    (await eventSeries(session, 'portfolio_a:FILL')).id.every((id) => id.startsWith('execution_a/')),
  ).toBe(true);
});

test('a read beyond the cursor is an error that names the call', async () => {
  const session = await open(workflow());
  await goto(session, 50);
  const error = await series(session, ['close'], { to: 51 }).catch((one: unknown) => one);
  expect(error).toMatchObject({
    code: 'in_the_future',
    message: 'bar 51 lies after the cursor, which is at bar 50',
  });
  expect((error as { line: string }).line).toMatch(/series\.test\.ts:\d+:\d+: bar 51/);
  session.moveTo({ bar: 50, event: 0 });
  await expect(series(session, ['close'], { to: 50 })).rejects.toThrow('bar 50 is not done at the cursor');
  await expect(series(session, ['event.pnl'])).rejects.toThrow('reads an event');
  await expect(series(session, ['equty'])).rejects.toThrow('equty');
});
