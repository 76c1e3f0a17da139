import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, type TestContext, test, vi } from 'vitest';
import { SessionTables } from '../../../src/reports/frames/session-tables.ts';
import { openSession } from '../../../src/reports/run/run-session.ts';
import { findChromium } from '../../../src/reports/static-image/chromium.ts';
import { sheetPage } from '../../../src/reports/tear-sheet/page.ts';
import { sheetJson, sheetMarkdown } from '../../../src/reports/tear-sheet/plain-forms.ts';
import { sessionSource } from '../../../src/reports/tear-sheet/session-source.ts';
import { sheetColumns } from '../../../src/reports/tear-sheet/sheet-data.ts';
import { sessionAtEnd, WORKFLOW } from '../run-of-figures.ts';

async function columnsOf(workflow?: Record<string, unknown>, bars?: number) {
  const session = workflow === undefined ? await sessionAtEnd() : await openSession(workflow);
  if (workflow !== undefined) await session.goto(bars ?? session.bars);
  return sheetColumns([sessionSource(new SessionTables(session))], { trials: 20 });
}

test('holds every number of the run, all sections, and why each trade happened', async () => {
  const [column] = await columnsOf();
  const page = await sheetPage([column]);
  const session = await sessionAtEnd();
  const [trade] = column.trades;
  expect(column.whys.get(trade.id)).toBe(String(session.why(trade.id)));
  expect(column.metrics.size).toBeGreaterThan(100);
  expect(column.figures.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(page).toContain('<caption>In times of stress</caption>');
  expect(page).toContain('Lehman Brothers');
  expect(page).toContain('20 trials without skill');
  // 5 MB is the most that a page may be.
  expect(Buffer.byteLength(page)).toBeLessThan(5e6);
});

test('of tens of thousands of trades the page lists those that moved the most, and stays small', async () => {
  const [column] = await columnsOf();
  const [trade] = column.trades;
  const trades = Array.from({ length: 50_000 }, (_, i) => ({
    ...trade,
    id: `portfolio_balanced/trade-${i}`,
    pnl: i,
  }));
  const page = await sheetPage([{ ...column, trades }]);
  expect(page).toContain('Of 50,000 trades these are the 10,000 that won or lost the most');
  const listed = packedIn(page).trades[0].columns.pnl;
  expect([listed.length, listed[0], listed.at(-1)]).toEqual([10_000, 40_000, 49_999]);
  expect(Buffer.byteLength(page)).toBeLessThan(5e6);
});

/** What the page gives its script. */
function packedIn(page: string) {
  const packed = /id="sheet-data">([^<]*)</.exec(page)?.[1] ?? '';
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as {
    trades: { columns: Record<string, number[]> }[];
  };
}

test('the portfolios of a run are measured once, together', async () => {
  const [portfolio] = WORKFLOW.portfolios;
  const portfolios = ['a', 'b', 'c'].map((id) => ({ ...portfolio, id }));
  const session = await openSession({ ...WORKFLOW, portfolios });
  await session.goto(300);
  const tables = new SessionTables(session);
  const measured = vi.spyOn(tables, 'metrics');
  const columns = await sheetColumns([sessionSource(tables)]);
  expect(columns.map(({ metrics }) => metrics.get('initial_equity'))).toEqual([1e5, 1e5, 1e5]);
  expect(measured).toHaveBeenCalledTimes(1);
});

test('the JSON holds the metrics as numbers, and the Markdown as tables', async () => {
  const columns = await columnsOf();
  const [told] = (sheetJson(columns) as { portfolios: Record<string, unknown>[] }).portfolios;
  expect(told).toMatchObject({ run: 'sp500-trend', portfolio: 'balanced', notices: [] });
  expect(told.metrics).toEqual(Object.fromEntries(columns[0].metrics));
  expect(sheetMarkdown(columns)).toMatch(/\| Total return \| -?[\d.]+% \| -?[\d.]+% \|/);
});

test('results by symbol add up to those of all trades, and one symbol needs no table', async () => {
  const two = await columnsOf(
    {
      ...WORKFLOW,
      data: [...WORKFLOW.data, { symbol: 'GEN', source: 'generate:gbm?bars=1200&seed=3&start=2006-01-03' }],
      benchmark: undefined,
    },
    1200,
  );
  const [{ symbols, trades }] = two;
  expect(symbols.map(({ symbol }) => symbol).sort()).toEqual(['GEN', 'SPX']);
  for (const key of ['pnl', 'costs'] as const) {
    const total = trades.reduce((sum, trade) => sum + trade[key], 0);
    expect(symbols.reduce((sum, one) => sum + one[key], 0)).toBeCloseTo(total, 6);
  }
  for (const { symbol, trades: count, winRate, longs, best, worst } of symbols) {
    const own = trades.filter((trade) => trade.symbol === symbol);
    expect([count, longs]).toEqual([own.length, own.filter(({ direction }) => direction === 'long').length]);
    expect(winRate * count).toBeCloseTo(own.filter(({ pnl }) => pnl > 0).length, 9);
    expect([best, worst]).toEqual([
      Math.max(...own.map(({ pnl }) => pnl)),
      Math.min(...own.map(({ pnl }) => pnl)),
    ]);
  }
  expect(symbols[0].pnl).toBeGreaterThanOrEqual(symbols[1].pnl);
  expect(await sheetPage(two)).toContain('<caption>Results by symbol</caption>');
  expect(sheetMarkdown(two)).toContain('| symbol | trades | won | P&L | costs |');
  expect(await sheetPage(await columnsOf())).not.toContain('Results by symbol');
});

test('a run of one bar without trades says what cannot be computed, and makes up nothing', async () => {
  const [column] = await columnsOf(WORKFLOW, 1);
  const page = await sheetPage([column]);
  expect(page).toContain('No trade was closed.');
  expect(page).toContain('there are fewer than two daily returns');
  expect(column.confidence).toBeNull();
  expect(page).not.toMatch(/>(?:NaN|Infinity|undefined|null)(?:%|<)/);
});

test('a benchmark that begins later is said to, on the page and in the plain forms', async () => {
  const late = await columnsOf({
    ...WORKFLOW,
    data: [...WORKFLOW.data, { symbol: 'GEN', source: 'generate:gbm?bars=40&seed=3&start=2008-01-02' }],
    benchmark: 'GEN',
  });
  const said = /GEN has bars from 2008-01-02 to 2008-02-26 only: metrics against it are of that time/;
  expect(await sheetPage(late)).toMatch(said);
  expect(sheetMarkdown(late)).toMatch(said);
  expect(JSON.stringify(sheetJson(late))).toMatch(said);
});

test('a portfolio that no run has is refused with those that there are', async () => {
  const session = await sessionAtEnd();
  const sources = [sessionSource(new SessionTables(session))];
  await expect(sheetColumns(sources, { portfolios: ['balancd'] })).rejects.toThrow(
    'no run has a portfolio called balancd',
  );
});

describe('in a browser', () => {
  let browser: Browser | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'admf-sheet-'));
    const path = findChromium();
    if (path === null && process.env.CI === 'true')
      throw new Error('there is no Chromium: apt-get install chromium');
    if (path !== null) browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The page as a person without a network has it, and what the browser complained about. */
  async function opened(
    page: string,
    { skip }: TestContext,
    width = 1400,
  ): Promise<{ page: Page; complaints: string[] }> {
    if (browser === undefined) skip('not run, there is no Chromium: apt-get install chromium');
    const file = join(folder, `${Math.abs(page.length)}.html`);
    writeFileSync(file, page);
    const context = await browser!.newContext({ viewport: { width, height: 900 }, offline: true });
    const tab = await context.newPage();
    const complaints: string[] = [];
    tab.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await tab.goto(pathToFileURL(file).href);
    await tab.waitForSelector('.plot .main-svg');
    return { page: tab, complaints };
  }

  test('opens offline without a complaint, fits narrow windows, and axe finds nothing', async (context) => {
    const { page, complaints } = await opened(
      // Twice, as several portfolios have the same sections.
      await sheetPage(await columnsOf().then(([column]) => [column, { ...column, label: 'again' }])),
      context,
      400,
    );
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(wider).toBeLessThanOrEqual(0);
    // Plotly cut long titles off.
    await page.locator('#distribution-0').scrollIntoViewIfNeeded();
    const title = page.locator('#distribution-0 .gtitle');
    await title.waitFor();
    expect(await title.locator('tspan').count()).toBe(2);
    expect(await title.evaluate((text) => text.getBoundingClientRect().right)).toBeLessThanOrEqual(400);
    // The page's policy lets no other script in; the browser's own tools may.
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Page.setBypassCSP', { enabled: true });
    await page.reload();
    await page.waitForSelector('.plot .main-svg');
    await page.addScriptTag({ content: axe.source });
    for (const theme of ['light', 'dark']) {
      const found = (await page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120)))",
      )) as string[];
      expect([theme, found]).toEqual([theme, []]);
      await page.click('#theme');
    }
    expect(complaints.filter((text) => !text.includes('Content Security Policy'))).toEqual([]);
  });

  test('trades are sorted, filtered and asked why, and the chart goes to them', async (context) => {
    const columns = await columnsOf();
    const { page, complaints } = await opened(await sheetPage(columns), context);
    const first = () => page.locator('.trades tbody tr').first();
    await page.click('.trades th[data-key="pnl"] button');
    const worst = [...columns[0].trades].sort((a, b) => a.pnl - b.pnl)[0];
    const short = (id: string) => id.slice(id.indexOf('/') + 1);
    expect(await first().locator('button').innerText()).toBe(short(worst.id));
    await page.fill('.trades input', 'pnl > 0');
    const won = columns[0].trades.filter(({ pnl }) => pnl > 0);
    expect(await page.locator('.trades tbody tr').count()).toBe(Math.min(50, won.length));
    await page.fill('.trades input', '');
    const before = await page.evaluate(
      "document.querySelector('#price-0-0 .canvas').layout?.xaxis?.range?.[0]",
    );
    await first().locator('button').press('Enter');
    expect(await page.locator('.why pre').innerText()).toBe(columns[0].whys.get(worst.id));
    expect(
      await page.evaluate("document.querySelector('#price-0-0 .canvas').layout.xaxis.range[0]"),
    ).not.toBe(before);
    expect(complaints).toEqual([]);
  });

  test('of several symbols each has its chart, which comes up with its trades, down to minutes', async (context) => {
    // Only the first symbol of a run was drawn, and trades of others were looked for on it; the chart of minutes stayed at forty days.
    const columns = await columnsOf({
      ...WORKFLOW,
      data: [
        { symbol: 'IDLE', source: 'generate:gbm?bars=30&start=2006-01-03' },
        { symbol: 'DAY', source: 'generate:gbm?bars=400&seed=3&start=2006-01-03' },
        { symbol: 'MIN', source: 'generate:session?bars=1500&seed=4&start=2006-01-03' },
      ],
      benchmark: undefined,
    });
    const [{ trades, figures }] = columns;
    expect(figures.filter(({ name }) => name === 'price').map(({ symbol }) => symbol)).toEqual([
      'DAY',
      'MIN',
    ]);
    const { page, complaints } = await opened(await sheetPage(columns), context);
    const seen = () => page.locator('.prices .plot:not([hidden])').getAttribute('data-symbol');
    expect(await seen()).toBe('DAY');
    const last = trades.findLast(({ symbol }) => symbol === 'MIN');
    await page.fill('.trades input', last!.id.slice(last!.id.lastIndexOf('/') + 1));
    await page.locator('.trades tbody button').first().press('Enter');
    expect(await seen()).toBe('MIN');
    expect(await page.locator('.prices select').inputValue()).toBe('MIN');
    const [from, to] = (await page.evaluate(
      "document.querySelector('.prices .plot:not([hidden]) .canvas').layout.xaxis.range",
    )) as [string, string];
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBeLessThan(24);
    await page.selectOption('.prices select', 'DAY');
    expect(await seen()).toBe('DAY');
    expect(complaints).toEqual([]);
  });

  test('why a trade happened stands right below it, and the keyboard stays at it', async (context) => {
    const { page, complaints } = await opened(await sheetPage(await columnsOf()), context);
    const second = page.locator('.trades tbody tr').nth(1);
    await second.locator('button').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.trades tbody tr').nth(2).locator('.why pre').isVisible()).toBe(true);
    expect(await page.evaluate("document.activeElement.closest('tr').dataset.row")).toBe('1');
    await page.keyboard.press('Enter');
    expect(await page.locator('.why').count()).toBe(0);
    const words = page.getByRole('cell', { name: /^how probable it is/ });
    expect(await words.evaluate((cell) => getComputedStyle(cell).textAlign)).toBe('left');
    expect(complaints).toEqual([]);
  });

  test('names that are scripts are shown as text everywhere', async (context) => {
    const hostile = '<script>alert(1)</script>';
    const [column] = await columnsOf();
    const page = await sheetPage(
      [
        {
          ...column,
          label: hostile,
          line: { ...column.line, label: hostile },
          trades: column.trades.map((trade) => ({ ...trade, symbol: hostile })),
        },
      ],
      { title: hostile },
    );
    const { page: tab, complaints } = await opened(page, context);
    expect(await tab.locator('h1').innerText()).toBe(hostile);
    expect(await tab.locator('.trades tbody td').nth(1).innerText()).toBe(hostile);
    expect(complaints).toEqual([]);
  });
});
