import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SessionTables } from '../../../src/reports/frames/session-tables.ts';
import { Table } from '../../../src/reports/frames/table.ts';
import type { RunTables } from '../../../src/reports/frames/tables.ts';
import { report } from '../../../src/reports/run/report.ts';
import { openSession } from '../../../src/reports/run/run-session.ts';
import { run, type WorkflowRun } from '../../../src/workflows/run-workflow.ts';
import { runTablesContract } from '../../contracts/run-tables-contract.ts';
import { sessionAtEnd, WORKFLOW } from '../run-of-figures.ts';

const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

let folder = '';
let done: WorkflowRun;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'admf-report-'));
  done = await run(WORKFLOW, { results: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

const cache = new Map<string, Promise<RunTables>>();
function once(name: string, open: () => Promise<RunTables>): () => Promise<RunTables> {
  return () => {
    let opened = cache.get(name);
    if (opened === undefined) {
      opened = open();
      cache.set(name, opened);
    }
    return opened;
  };
}

const ofSession = once('session', async () => new SessionTables(await sessionAtEnd()));
runTablesContract(
  'a folder of results',
  once('folder', async () => (await report(done.directory ?? '')).tables),
  ofSession,
);
runTablesContract(
  'what run gives',
  once('run', async () => (await report(done)).tables),
  ofSession,
);

describe('tables of a session', () => {
  test('agree with the result of the run', async () => {
    const tables = await ofSession();
    const { trades, equityCurve, metrics } = done.portfolio('balanced');
    const equity = await tables.equity();
    expect(equity.columns.equity).toEqual(equityCurve?.equity);
    expect(equity.columns.gross_exposure).toEqual(equityCurve?.grossExposure);
    const table = await tables.trades();
    expect(table.columns.pnl).toEqual(Float64Array.from(trades ?? [], ({ close }) => close.payload.pnl));
    expect(table.columns.event).toEqual((trades ?? []).map(({ close }) => close.id));
    const { columns } = await tables.metrics();
    const row = (columns.metric as string[]).indexOf('sharpe');
    expect(columns.balanced[row]).toBe(metrics.sharpe);
  });

  test('name bars by their opening, and trades by what why and goto take', async () => {
    const session = await openSession(WORKFLOW);
    await session.goto('end');
    const trades = await session.report.tables.trades();
    expect(trades.index[0]).toBe(0);
    const [trade, exit] = [trades.texts('trade')[1], trades.numbers('exit_bar')[1]];
    const why = session.why(trade);
    expect(String(why)).toContain('trade-2');
    await session.goto(exit);
    const table = await session.table('bars', 'bar', 'known_at');
    expect(table.index.at(-1)).toBe(new Date(trades.numbers('exit_time')[1]).toISOString().slice(0, 10));
    expect(table.numbers('bar').at(-1)).toBe(exit);
    expect(table.numbers('known_at').at(-1)).toBe(session.time);
  });

  test('show dates among metrics as dates, and keep their milliseconds to compute with', async () => {
    // First bar, end and bars of the deepest fall stood there as 1130889600000.
    const table = await (await ofSession()).metrics();
    const rows = table.texts('unit').flatMap((unit, row) => (unit === 'date' ? [row] : []));
    const start = table.texts('metric').indexOf('start_date');
    expect(rows).toContain(start);
    const time = table.numbers('balanced')[start];
    expect(time).toBe(new SessionTables(await sessionAtEnd()).seriesOf('SPX').openTime[0]);
    const day = new Date(time).toISOString().slice(0, 10);
    const frame = await table.toDanfo();
    expect(frame.balanced.values[start]).toBe(time);
    const dates = frame.query(frame.unit.eq('date'));
    for (const shown of [table.filter((row) => rows.includes(row)), dates]) {
      const { [DISPLAY]: display } = shown as unknown as { [DISPLAY](): Record<string, string> };
      const views = display.call(shown);
      expect(views['text/plain']).toContain(day);
      expect(views['text/html']).toContain(`>${day}</td>`);
      for (const view of [...Object.values(views), inspect(shown)]) expect(view).not.toMatch(/\d{12}/);
    }
    const csv = table.toCsv();
    expect(csv).toContain(`start_date,Start,date,${new Date(time).toISOString()}`);
    expect(csv).not.toMatch(/,\d{12}/);
    expect(table.toArrow().getChild('balanced')?.get(start)).toBe(time);
  });

  test('know nothing after the cursor', async () => {
    const session = await openSession(WORKFLOW);
    await session.goto(50);
    expect((await session.table('close')).length).toBe(50);
    expect((await session.table('trades')).length).toBe(0);
    expect((await session.frame('orders')).shape[0]).toBe(0);
    await expect(session.table('close', { to: 60 })).rejects.toThrow('bar 60 lies after the cursor');
    expect((await session.figure('trades')).toText()).toContain('no trade was closed');
  });

  test('hold the benchmark up to the cursor, wherever it goes', async () => {
    const session = await openSession(WORKFLOW);
    const { tables } = session.report;
    for (const bar of [50, 80, 20]) {
      await session.goto(bar);
      expect((await tables.benchmark())?.equity).toHaveLength(bar);
    }
  });

  test('a fork has frames of its own, and a plot of its run', async () => {
    const session = await openSession(WORKFLOW);
    await session.goto(300);
    const fork = await session.fork({ fast: 5 });
    await fork.goto('end');
    const [main, other] = [await session.table('equity'), await fork.table('equity')];
    expect([main.length, other.length]).toEqual([300, session.bars]);
    expect(other.slice(0, 300).columns).toEqual(main.columns);
    const plot = (await fork.plot('close', 'sma_5', 'equity')).toPlotly();
    expect(plot.data.map(({ name, yaxis }) => [name, yaxis])).toEqual([
      ['close', 'y'],
      ['sma_5', 'y'],
      ['equity', 'y2'],
    ]);
  });
});

describe('files', () => {
  test('CSV, Arrow and Parquet hold the same numbers, exactly', async () => {
    const table = (await report(done)).table('close', 'sma_100', 'known_at');
    const few = (await table).slice(95, 105);
    await Promise.all(['csv', 'arrow', 'parquet'].map((ending) => few.write(join(folder, `few.${ending}`))));
    const close = few.numbers('close');
    const csv = readFileSync(join(folder, 'few.csv'), 'utf8').split('\n');
    expect(csv[0]).toBe('time,close,sma_100,known_at');
    expect(csv[1]).toBe(`2006-05-19T00:00:00.000Z,${close[0]},,2006-05-19T23:59:59.999Z`);
    const arrow = tableFromIPC(readFileSync(join(folder, 'few.arrow')));
    expect(arrow.getChild('close')?.toArray()).toEqual(close);
    expect(arrow.schema.fields.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
      'time: Timestamp<MILLISECOND, UTC>',
      'close: Float64',
      'sma_100: Float64',
      'known_at: Timestamp<MILLISECOND, UTC>',
    ]);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = await connection.runAndReadAll(
      `select close, sma_100, epoch_ms(known_at) from '${join(folder, 'few.parquet')}'`,
    );
    expect(rows.getRows().map(([first]) => first)).toEqual([...close]);
    expect(rows.getRows()[0]).toEqual([close[0], null, BigInt(few.numbers('known_at')[0])]);
    connection.closeSync();
    await expect(few.write(join(folder, 'few.xlsx'))).rejects.toThrow('a table cannot be written to');
  });

  test('that cannot be written are told in one line, and nothing is left of them', async () => {
    const table = new Table({ columns: { a: Float64Array.of(1) } });
    const empty = mkdtempSync(join(folder, 'empty-'));
    for (const ending of ['csv', 'arrow', 'parquet']) {
      const path = join(empty, `taken.${ending}`);
      mkdirSync(path);
      await expect(table.write(path)).rejects.toThrow(`${path} cannot be written: a folder stands there`);
    }
    expect(readdirSync(empty)).toEqual(['taken.arrow', 'taken.csv', 'taken.parquet']);
    const nowhere = join(empty, 'none', 'a.csv');
    await expect(table.write(nowhere)).rejects.toThrow(
      `${nowhere} cannot be written: there is no such folder`,
    );
  });
});

describe('a long table', () => {
  test('names no more of its rows than are shown', () => {
    const time = Float64Array.from({ length: 10_000 }, (_, row) => row * 60_000);
    const table = new Table({ columns: { a: time }, time });
    const named = vi.spyOn(Date.prototype, 'toISOString');
    const text = table.toString();
    const times = named.mock.calls.length;
    named.mockRestore();
    expect(text.split('\n')[1]).toMatch(/^1970-01-01 00:00 +0$/);
    expect(times).toBeLessThan(50);
  });
});

describe('a folder of results', () => {
  const damaged = (change: (path: string) => void): string => {
    const copy = mkdtempSync(join(folder, 'copy-'));
    cpSync(done.directory ?? '', copy, { recursive: true });
    change(copy);
    return copy;
  };

  test.each([
    ['that is missing', () => join(folder, 'nowhere'), /^there is no folder /],
    ['that is a file', () => join(folder, 'a-file'), /a-file is not a folder$/],
    [
      'of a run that was killed',
      () => damaged((copy) => rmSync(join(copy, 'run.json'))),
      /holds no finished run: .*run\.json is missing$/,
    ],
    [
      'that is half-written',
      () => damaged((copy) => writeFileSync(join(copy, 'run.json'), '{ "format": 2')),
      /run\.json is no JSON: it was damaged, or only half written$/,
    ],
    [
      'of a newer version',
      () => damaged((copy) => writeFileSync(join(copy, 'run.json'), '{ "format": 99 }')),
      /holds results of format 99, this ADMF reads formats 1 to 2$/,
    ],
    [
      'without what belongs to it',
      () => damaged((copy) => writeFileSync(join(copy, 'run.json'), '{ "format": 2, "name": "x" }')),
      /run\.json: status: /,
    ],
  ] as const)('%s is told in one line', async (_what, path, message) => {
    writeFileSync(join(folder, 'a-file'), '');
    await expect(report(path())).rejects.toThrow(message);
  });

  test('with damaged equity names the line', async () => {
    const file = join('backtest', 'window_1', 'portfolio_balanced_equity.csv');
    const copy = damaged((path) => {
      const lines = readFileSync(join(path, file), 'utf8').split('\n');
      lines[4] = 'yesterday,1';
      writeFileSync(join(path, file), lines.join('\n'));
    });
    await expect((await report(copy)).tables.equity()).rejects.toThrow(
      /equity\.csv:5: expected time,equity,gross_exposure, found "yesterday,1"$/,
    );
  });

  test('whose data has changed is not run again, and what is written can be read', async () => {
    const copy = damaged((path) => {
      const record = JSON.parse(readFileSync(join(path, 'run.json'), 'utf8')) as { data: { sha256: string } };
      record.data.sha256 = 'of other data';
      writeFileSync(join(path, 'run.json'), JSON.stringify(record));
    });
    const { tables } = await report(copy);
    await expect(tables.series(['close'])).rejects.toThrow('cannot be run again: its data has changed since');
    const [stored, whole] = [await tables.trades(), await (await ofSession()).trades()];
    for (const name of [
      'trade',
      'direction',
      'quantity',
      'entry_time',
      'exit_price',
      'pnl',
      'bars_held',
      'event',
    ]) {
      expect(stored.columns[name]).toEqual(whole.columns[name]);
    }
    stored.numbers('return').forEach((value, row) => {
      expect(value).toBeCloseTo(whole.numbers('return')[row], 12);
    });
    expect([...stored.numbers('exit_bar')]).toEqual(Array.from(stored.numbers('pnl'), () => Number.NaN));
    expect((await tables.equity()).length).toBe(done.result.slices);
  });
});

test('wrong names of figures, columns and tables are told with the nearest', async () => {
  const view = await report(await sessionAtEnd());
  await expect(view.figure('equty')).rejects.toThrow('there is no figure "equty"');
  await expect(view.table('close', 'trades')).rejects.toThrow(
    '"trades" is a table of its own, and has no row a bar',
  );
  const table = await view.table('close');
  expect(() => table.column('cloze')).toThrow('there is no column "cloze"');
  await expect(view.table('bar.cloze + 1')).rejects.toThrow(/cloze/);
});

test('marks of figures carry what goto and why take', async () => {
  const session = await sessionAtEnd();
  const { data } = (await session.figure('price')).toPlotly();
  const bought = data.find(({ name }) => name === 'bought') as {
    customdata: [string, number][];
    meta: object;
  };
  expect(bought.meta).toEqual({ customdata: ['id', 'bar'] });
  const [[id, bar]] = bought.customdata;
  expect(id).toMatch(/^execution_balanced\/fill-\d+$/);
  expect(String(session.why(id))).toContain(id.split('/')[1]);
  expect(session.report.tables).toBeDefined();
  const walker = await openSession(WORKFLOW);
  await walker.goto('end');
  await walker.goto(id);
  expect(walker.bar).toBe(bar);
});

test('a run of one bar, and one without trades, have all tables and figures', async () => {
  const [first, none] = [
    {
      ...WORKFLOW,
      data: [{ symbol: 'SPX', source: 'dataset:sp500-daily', from: '2006-01-03', to: '2006-01-03' }],
    },
    { ...WORKFLOW, data: [{ symbol: 'SPX', source: 'generate:gbm?bars=90&seed=1' }] },
  ];
  for (const workflow of [first, none]) {
    const view = await report(await run(workflow));
    expect((await view.table('trades')).length).toBe(0);
    expect((await view.frame('bars', 'equity', 'sma_100')).shape[1]).toBe(7);
    const { RUN_FIGURE_NAMES } = await import('../../../src/reports/run/run-figures.ts');
    for (const name of RUN_FIGURE_NAMES) {
      const figure = await view.figure(name);
      expect(figure.toPlotly().layout).toHaveProperty('title');
      expect(figure.toText({ width: 60, height: 10 })).not.toBe('');
    }
  }
});
