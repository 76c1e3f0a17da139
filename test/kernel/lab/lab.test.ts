import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { useJupyter } from '../front-ends/use-jupyter.ts';
import { COUNTER_WIDGET } from './counter-widget.ts';
import { NotebookPage } from './notebook-page.ts';
import { type StartedLab, startLab } from './start-lab.ts';

const CHROMIUM = process.env.ADMF_CHROMIUM ?? '/usr/bin/chromium';

let lab: StartedLab | undefined;
let browser: Browser | undefined;
let notebook: NotebookPage;

const jupyter = useJupyter(async (found) => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: apt-get install chromium`);
  [lab, browser] = await Promise.all([
    startLab(found),
    chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
  ]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(60_000);
  notebook = new NotebookPage(page);
  await page.goto(lab.url);
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await notebook.look(`failed: ${task.name}`);
});

/** Asks what can stand behind a text until something is offered: types that are not there in time are left out. */
async function completionsOf(text: string, offered: string): Promise<Locator> {
  const items = notebook.page.locator('.jp-Completer-item');
  const wanted = items.filter({ hasText: offered }).first();
  while (!(await wanted.isVisible())) {
    await notebook.page.keyboard.press('Escape');
    await notebook.type(text);
    await notebook.page.keyboard.press('Tab');
    await wanted.waitFor({ timeout: 5000 }).catch(() => {});
  }
  return items;
}

// One notebook, as a person goes on in it: each test needs those before it.

test('the launcher offers the kernel, with its logo', async (context) => {
  jupyter(context);
  const card = notebook.page.locator('.jp-LauncherCard[data-category="Notebook"]', {
    hasText: 'ADMF (TypeScript)',
  });
  const logo = card.locator('img');
  await logo.waitFor();
  expect(await logo.evaluate((image: HTMLImageElement) => image.decode().then(() => image.src))).toContain(
    'kernelspecs/admf/logo-svg.svg',
  );
  await notebook.look('launcher');
  await card.click();
  await notebook.idle();
});

test('a cell that is typed runs, and is highlighted as TypeScript', async (context) => {
  jupyter(context);
  const cell = await notebook.run(
    'interface Bar { close: number; symbol: string }\nconst prices = [3, 4];\nprices',
  );
  expect(await cell.locator('.jp-OutputArea-executeResult pre').innerText()).toBe('[ 3, 4 ]');
  const keyword = cell.locator('.cm-line span', { hasText: /^interface$/ });
  const colour = (element: Element) => getComputedStyle(element).color;
  expect(await keyword.evaluate(colour)).not.toBe(await cell.locator('.cm-content').evaluate(colour));
  await notebook.look('first-cell');
});

test('hover shows types and documentation', async (context) => {
  jupyter(context);
  await notebook.type('prices.reduce');
  const tooltip = notebook.page.locator('.jp-Tooltip');
  // The kernel answers nothing while TypeScript is being loaded, when that takes long.
  while (!(await tooltip.isVisible())) {
    await notebook.page.keyboard.press('Shift+Tab');
    await tooltip.waitFor({ timeout: 5000 }).catch(() => {});
  }
  expect(await tooltip.innerText()).toMatch(/\(method\) Array<number>\.reduce[\s\S]*@param/);
  await notebook.look('hover');
  await notebook.page.keyboard.press('Escape');
});

test('completion offers members with their kinds, and the chosen one is put in', async (context) => {
  jupyter(context);
  await notebook.run("const bar: Bar = { close: 101.5, symbol: 'SPY' };");
  const items = await completionsOf('bar.', 'symbol');
  expect(await items.allInnerTexts()).toEqual([
    expect.stringMatching(/^p\s*close\s*property$/),
    expect.stringMatching(/^p\s*symbol\s*property$/),
  ]);
  await notebook.look('completion');
  await notebook.page.keyboard.press('Enter');
  expect(await notebook.input.innerText()).toBe('bar.close');
});

test('a table has its numbers aligned', async (context) => {
  jupyter(context);
  const cell = await notebook.run("[bar, { close: 0.25, symbol: 'QQQ' }]");
  const numbers = cell.locator('.jp-RenderedHTMLCommon td:nth-child(2)');
  expect(await numbers.allInnerTexts()).toEqual(['101.50', '0.25']);
  expect(await numbers.first().evaluate((element) => getComputedStyle(element).textAlign)).toBe('right');
});

test('an error is told with the lines of the cell, coloured', async (context) => {
  jupyter(context);
  const cell = await notebook.run('function risky() {\n  throw new RangeError("too far");\n}\nrisky()');
  const output = cell.locator('.jp-OutputArea-output pre');
  expect(await output.innerText()).toContain('> 2 |   throw new RangeError("too far");');
  expect(await output.locator('.ansi-red-intense-fg').first().innerText()).toBe('RangeError');
  await notebook.look('error');
});

test('Markdown, formulas and diagrams are drawn', async (context) => {
  jupyter(context);
  const cell = await notebook.run(
    'display.markdown("## Flow\\n\\nof $\\\\alpha^2$"); display.mermaid("flowchart LR\\n  BAR --> SIGNAL --> ORDER")',
  );
  await cell.locator('h2', { hasText: 'Flow' }).waitFor();
  await cell.locator('mjx-container').waitFor();
  const diagram = cell.locator('.jp-RenderedMermaid img');
  await diagram.waitFor();
  const drawn = await diagram.evaluate((image: HTMLImageElement) => image.decode().then(() => image.src));
  expect(decodeURIComponent(drawn)).toContain('ORDER');
  await notebook.look('diagram');
});

test('Stop ends an endless loop, during which completion works; variables are kept', async (context) => {
  jupyter(context);
  await notebook.run('let turns = 0');
  const loop = await notebook.start('while (true) turns++');
  await notebook.page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]:visible').waitFor();
  await completionsOf('bar.', 'symbol');
  await notebook.look('busy');
  await notebook.page.keyboard.press('Escape');
  await notebook.toolbar('notebook:interrupt-kernel');
  await notebook.ended(loop);
  expect(await loop.locator('.jp-OutputArea-output').innerText()).toContain('KeyboardInterrupt');
  const after = await notebook.run('[turns > 0, prices.length]');
  expect(await after.locator('.jp-OutputArea-executeResult pre').innerText()).toBe('[ true, 2 ]');
  await notebook.look('stopped');
});

test('20,000 lines of output are all there', async (context) => {
  jupyter(context);
  const cell = await notebook.run("for (let i = 0; i < 20_000; i++) console.log('line', i)");
  await cell.getByText('line 19999').waitFor();
  const lines = (await cell.locator('.jp-OutputArea').evaluate((area) => area.textContent ?? '')).match(
    /line \d+/g,
  );
  expect(lines).toEqual(Array.from({ length: 20_000 }, (_, i) => `line ${i}`));
  await notebook.look('lines');
});

test('a widget and the kernel talk in both directions, with bytes', async (context) => {
  jupyter(context);
  const cell = await notebook.run(COUNTER_WIDGET);
  const button = cell.locator('button.test-counter');
  await button.click();
  await cell.getByText('count 1, bytes 10 20').waitFor();
  await button.click();
  await cell.getByText('count 2, bytes 20 30').waitFor();
  const state = await notebook.run('state.count');
  expect(await state.locator('.jp-OutputArea-executeResult pre').innerText()).toBe('2');
  await notebook.look('widget');
});

test('after the page was reloaded, variables and the widget are as they were', async (context) => {
  jupyter(context);
  await notebook.page.keyboard.press('Control+S');
  await notebook.page.locator('.lm-TabBar-tab.jp-mod-dirty').waitFor({ state: 'detached' });
  await notebook.page.reload();
  await notebook.idle();
  // Outputs far from what is looked at are not drawn.
  await notebook.input.scrollIntoViewIfNeeded();
  await notebook.page.getByText('count 2, bytes').waitFor();
  await notebook.page.locator('button.test-counter').click();
  await notebook.page.getByText('count 3, bytes 30 40').waitFor();
  const cell = await notebook.run('prices');
  expect(await cell.locator('.jp-OutputArea-executeResult pre').innerText()).toBe('[ 3, 4 ]');
  await notebook.look('reloaded');
});

test('after a restart the variables are gone', async (context) => {
  jupyter(context);
  await notebook.toolbar('notebook:restart-kernel');
  await notebook.page.locator('.jp-Dialog button.jp-mod-accept').click();
  await notebook.page.locator('.jp-Dialog').waitFor({ state: 'detached' });
  await notebook.idle();
  const cell = await notebook.run('prices');
  // Which of the two depends on whether TypeScript is loaded.
  expect(await cell.locator('.jp-OutputArea-output').innerText()).toMatch(
    /Cannot find name 'prices'|prices is not defined/,
  );
  await notebook.look('restarted');
});
