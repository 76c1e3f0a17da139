import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Locator } from 'playwright-core';
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import { type Jupyter, useJupyter } from '../front-ends/use-jupyter.ts';
import { NotebookPage } from './notebook-page.ts';
import { type StartedLab, startLab } from './start-lab.ts';

const CHROMIUM = process.env.ADMF_CHROMIUM ?? '/usr/bin/chromium';

const OPEN = `import { open } from 'admf';
const session = await open({
  name: 'september',
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily', from: '2007-01-03', to: '2009-12-31' }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 10, slow: 40 } }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000, sizing: { type: 'percent_of_equity', percent: 95 } }],
});
await session.goto('2008-09-15'); session.widget()`;

let lab: StartedLab | undefined;
let browser: Browser | undefined;
let notebook: NotebookPage;
let started: Jupyter;

const jupyter = useJupyter(async (found) => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is not there: apt-get install chromium`);
  started = found;
  [lab, browser] = await Promise.all([
    startLab(found),
    chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] }),
  ]);
  notebook = new NotebookPage(await openPage());
  await notebook.page.goto(lab.url);
  await notebook.page
    .locator('.jp-LauncherCard[data-category="Notebook"]', { hasText: 'ADMF (TypeScript)' })
    .click();
  await notebook.idle();
});
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await notebook?.look(`failed: ${task.name}`);
});

async function openPage() {
  const page = await browser!.newPage({ viewport: { width: 1480, height: 1000 } });
  page.setDefaultTimeout(60_000);
  return page;
}

/** The widget in the notebook. */
function widget(on = notebook): Locator {
  return on.page.locator('.admf-stepper:visible');
}

function button(name: string | RegExp): Locator {
  return widget().getByRole('button', { name });
}

/** The bar that it shows. */
async function bar(on = notebook): Promise<number> {
  const text = await widget(on).locator('.slider output').innerText();
  return Number(/bar ([\d,]+)/.exec(text)?.[1].replaceAll(',', ''));
}

async function untilBar(is: (bar: number) => boolean, on = notebook): Promise<number> {
  let now = await bar(on);
  while (!is(now)) {
    await on.page.waitForTimeout(20);
    now = await bar(on);
  }
  return now;
}

/** Waits until an element says something else. */
async function changed(element: Locator, before: string): Promise<void> {
  while ((await element.innerText()) === before) await notebook.page.waitForTimeout(20);
}

async function save(): Promise<void> {
  await notebook.page.keyboard.press('Control+S');
  await notebook.page.locator('.lm-TabBar-tab.jp-mod-dirty').waitFor({ state: 'detached' });
}

/** In the page: notes the least height that is drawn of the widget. */
function watchWidget(): void {
  const seen = globalThis as { least?: number };
  seen.least = 10_000;
  const look = () => {
    const [shown] = document.querySelectorAll('.admf-stepper');
    seen.least = Math.min(seen.least!, shown?.getBoundingClientRect().height ?? 0);
    requestAnimationFrame(look);
  };
  look();
}

async function value(code: string): Promise<string> {
  const cell = await notebook.run(code);
  const text = await cell.locator('.jp-OutputArea-executeResult pre').innerText();
  await widget().scrollIntoViewIfNeeded();
  return text;
}

// One notebook, as a person goes on in it: each test needs those before it.

test('a session shows itself as a widget, in a height that does not change', async (context) => {
  jupyter(context);
  const cell = await notebook.run(OPEN);
  const shown = cell.locator('.admf-stepper');
  await shown.waitFor();
  expect(await shown.locator('.slider output').innerText()).toContain('2008-09-15');
  const heights = new Set<number>();
  for (const label of [/^next bar/, /^next fill/, /^back one bar/]) {
    heights.add((await cell.boundingBox())!.height);
    const before = await shown.locator('.slider output').innerText();
    await button(label).click();
    await changed(shown.locator('.slider output'), before);
  }
  heights.add((await cell.boundingBox())!.height);
  expect(heights.size).toBe(1);
  await widget().scrollIntoViewIfNeeded();
  await notebook.look('widget');
});

test('is played and stepped back with the mouse', async (context) => {
  jupyter(context);
  const before = await bar();
  await widget().getByLabel('speed').selectOption('20');
  await button(/^play/).click();
  const played = await untilBar((now) => now > before + 10);
  await button(/^pause/).click();
  await button(/^play/).waitFor();
  const there = await bar();
  expect(there).toBeGreaterThanOrEqual(played);
  await button(/^back one bar/).click();
  expect(await untilBar((now) => now < there)).toBe(there - 1);
  expect(await value('session.bar')).toBe(String(there - 1));
});

test('axe finds nothing serious in it', async (context) => {
  jupyter(context);
  await notebook.page.evaluate(axe.source);
  const found = await notebook.page.evaluate(
    "axe.run('.admf-stepper', { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120)))",
  );
  expect(found).toEqual([]);
});

test('a fill in the chart says why', async (context) => {
  jupyter(context);
  await button(/^previous fill/).click();
  await button(/^next bar/).click();
  await widget().locator('.mark.fill').last().click();
  const why = widget().locator('.why');
  await why.getByText('SIGNAL', { exact: true }).waitFor();
  expect(await why.innerText()).toMatch(/FILL[\s\S]*ORDER[\s\S]*SIGNAL[\s\S]*sma-crossover\.ts/);
  await notebook.look('widget-why');
});

test('a slider that is dragged to and fro ends where it is let go', async (context) => {
  jupyter(context);
  const box = (await widget().locator('input[type="range"]').boundingBox())!;
  const y = box.y + box.height / 2;
  const { mouse } = notebook.page;
  const last = Number(await widget().locator('input[type="range"]').getAttribute('max'));
  await mouse.move(box.x + box.width * 0.5, y);
  await mouse.down();
  for (let i = 0; i < 120; i++)
    // Not by where it is let go: a frame that comes late would be taken for the last one.
    await mouse.move(box.x + (i % 2 === 0 ? 0.4 + i / 400 : 0.9 - i / 400) * box.width, y);
  await mouse.move(box.x + box.width * 0.25, y);
  await mouse.up();
  const there = await untilBar((now) => Math.abs(now - last / 4) < last / 30);
  expect(await value('session.bar')).toBe(String(there));
});

test('a cell that steps moves the widget', async (context) => {
  jupyter(context);
  const before = await bar();
  await notebook.run('for (let i = 0; i < 7; i++) await session.next();');
  await widget().scrollIntoViewIfNeeded();
  expect(await untilBar((now) => now !== before && now >= before + 7)).toBe(before + 7);
});

test('runs until something is true, and shows where a mistake in that is', async (context) => {
  jupyter(context);
  const field = widget().getByLabel(/condition to run until/);
  await field.fill('FILL if event.units < 0');
  await field.press('Enter');
  await widget().locator('.note .said', { hasText: 'until: FILL' }).waitFor();
  await field.fill('bar.close > bar.hgh');
  await field.press('Enter');
  await widget().locator('.mistake', { hasText: 'column 13' }).waitFor();
  expect(await field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(12);
  await notebook.look('widget-mistake');
});

test('keys step while it has the focus, and leave the notebook its own', async (context) => {
  jupyter(context);
  const cells = await notebook.page.locator('.jp-Notebook:visible .jp-Cell').count();
  await widget().locator('.head').click();
  await button(/^next bar/).click();
  await widget().focus();
  const before = await bar();
  await notebook.page.keyboard.press('n');
  await untilBar((now) => now > before);
  // Which would delete the cell, or add others.
  for (const key of ['d', 'd', 'a', 'b']) await notebook.page.keyboard.press(key);
  await notebook.page.evaluate(watchWidget);
  await save();
  expect(await notebook.page.locator('.jp-Notebook:visible .jp-Cell').count()).toBe(cells);
});

test('the saved notebook holds a picture of how things stood, and whoever steps by keys goes on', async (context) => {
  jupyter(context);
  const there = await bar();
  const [name] = readdirSync(started.folder).filter((file) => file.endsWith('.ipynb'));
  const isPictured = () => {
    const saved = JSON.parse(readFileSync(join(started.folder, name), 'utf8')) as {
      cells: { outputs: { data: Record<string, string | string[]> }[] }[];
    };
    const data = saved.cells
      .flatMap(({ outputs }) => outputs)
      .find((one) => 'image/svg+xml' in (one.data ?? {}))?.data;
    const [picture, text] = ['image/svg+xml', 'text/plain'].map((type) => [data?.[type]].flat().join(''));
    return picture.includes(`bar ${there} / `) && text.includes(`bar ${there}/`);
  };
  // The picture follows the widget a while behind.
  while (!isPictured()) await save();
  // It was made anew without being seen to.
  expect(await notebook.page.evaluate(() => (globalThis as { least?: number }).least)).toBe(680);
  await notebook.page.keyboard.press('n');
  await untilBar((now) => now > there);
});

test('asks what comes before it is shown, and keeps the score', async (context) => {
  jupyter(context);
  await notebook.run('await session.goto(700);');
  await widget().scrollIntoViewIfNeeded();
  await untilBar((now) => now === 700);
  await widget().getByLabel('predict before bars are shown').selectOption('direction');
  await button('▲ up').click();
  await widget()
    .locator('.said', { hasText: /^up: (right|wrong)/ })
    .waitFor();
  const score = await widget().locator('.score').innerText();
  const rose = await value(
    "const { close } = (await session.series(['close'], { from: 700 })).columns; close[1] > close[0]",
  );
  expect(score).toBe(rose === 'true' ? '1 of 1 right (up every time: 1)' : '0 of 1 right (up every time: 0)');
  await notebook.look('widget-predict');
  await widget().getByLabel('predict before bars are shown').selectOption('off');
});

test('the list of keys goes by Esc, and by any key that does something', async (context) => {
  jupyter(context);
  const keys = widget().getByRole('dialog', { name: 'keys' });
  await widget().focus();
  await notebook.page.keyboard.press('?');
  await keys.waitFor();
  await notebook.page.keyboard.press('Escape');
  await keys.waitFor({ state: 'hidden' });
  await notebook.page.keyboard.press('?');
  await keys.waitFor();
  const before = await bar();
  await notebook.page.keyboard.press('N');
  await untilBar((now) => now === before - 1);
  expect(await keys.isVisible()).toBe(false);
  await notebook.page.keyboard.press('n');
  await untilBar((now) => now === before);
});

test('a fork that a cell makes is gone to by its name, and back', async (context) => {
  jupyter(context);
  const runs = widget().getByLabel('run of the tree of forks');
  expect(await runs.isVisible()).toBe(false);
  await notebook.run(
    "const quick = await session.fork({ fast: 5 }, { name: 'quick' }); await quick.next(4);",
  );
  const there = await bar();
  await runs.selectOption('quick');
  await widget().locator('.head b', { hasText: 'september · quick' }).waitFor();
  expect(await bar()).toBe(there + 4);
  expect(await widget().locator('.note code').innerText()).toBe("session = session.other('quick')");
  await widget().scrollIntoViewIfNeeded();
  await notebook.look('widget-fork');
  await runs.selectOption('main');
  expect(await untilBar((now) => now === there)).toBe(there);
});

// Words stood below each other, letter by letter, and left no room for the chart.
test('in a narrow window the chart keeps its room, and mistakes are told', async (context) => {
  jupyter(context);
  onTestFinished(() => notebook.page.setViewportSize({ width: 1480, height: 1000 }));
  await notebook.page.setViewportSize({ width: 820, height: 1000 });
  await widget().getByLabel('predict before bars are shown').selectOption('trade');
  await widget().locator('.predict').waitFor();
  await widget().getByLabel('place to go to').fill('portfolio.equty < 1');
  await widget().getByRole('button', { name: 'Run', exact: true }).click();
  const said = widget().locator('.said.mistake');
  await said.waitFor();
  await widget().scrollIntoViewIfNeeded();
  await notebook.look('widget-narrow');
  const heightOf = async (part: string) => (await widget().locator(part).boundingBox())!.height;
  expect(await widget().evaluate((element) => getComputedStyle(element).wordBreak)).toBe('normal');
  expect(await heightOf('.predict')).toBeLessThan(75);
  expect(await heightOf('.price')).toBeGreaterThan(120);
  expect((await said.boundingBox())!.width).toBeGreaterThan(250);
  await widget().getByLabel('predict before bars are shown').selectOption('off');
  await widget().locator('.predict').waitFor({ state: 'hidden' });
});

test('after the page was reloaded it is as it was, and works', async (context) => {
  jupyter(context);
  const there = await bar();
  await save();
  await notebook.page.reload();
  await notebook.idle();
  await widget().waitFor();
  await widget().scrollIntoViewIfNeeded();
  await untilBar((now) => now === there);
  await button(/^back one bar/).click();
  expect(await untilBar((now) => now !== there)).toBe(there - 1);
});

test('two front ends show the same', async (context) => {
  jupyter(context);
  const [name] = readdirSync(started.folder).filter((file) => file.endsWith('.ipynb'));
  const other = new NotebookPage(await openPage());
  await other.page.goto(lab!.url.replace('/lab?', `/lab/workspaces/other/tree/${name}?`));
  await other.idle();
  await widget(other).waitFor();
  const there = await bar();
  await untilBar((now) => now === there, other);
  await widget(other)
    .getByRole('button', { name: /^back one bar/ })
    .click();
  expect(await untilBar((now) => now !== there)).toBe(there - 1);
  await button(/^next bar/).click();
  expect(await untilBar((now) => now === there, other)).toBe(there);
  await other.page.close();
});

test('follows the dark theme', async (context) => {
  jupyter(context);
  const light = await widget().evaluate((element) => getComputedStyle(element).backgroundColor);
  await notebook.page.locator('.lm-MenuBar-itemLabel', { hasText: 'Settings' }).click();
  await notebook.page.locator('.lm-Menu-itemLabel', { hasText: /^Theme$/ }).hover();
  await notebook.page.locator('.lm-Menu-itemLabel', { hasText: /^JupyterLab Dark$/ }).click();
  await notebook.page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
  expect(await widget().evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(light);
  await button(/^previous fill/).click();
  await widget().locator('.why', { hasText: 'FILL' }).waitFor();
  await notebook.look('widget-dark');
});

// It vanished with the process, and after a restart its buttons did nothing.
test('when nobody answers any more it stays as it was, and says what to do', async (context) => {
  jupyter(context);
  const shown = notebook.page.locator('.admf-stepper');
  const place = await shown.locator('.slider output').innerText();
  await notebook.run('process.exit(1)');
  await shown
    .locator('.said', { hasText: 'the process that ran its cell has ended: run the cell again' })
    .waitFor();
  expect(await shown.locator('.slider output').innerText()).toBe(place);
  expect(await shown.locator('.controls').evaluate(({ inert }: HTMLElement) => inert)).toBe(true);
  const cell = await notebook.run(OPEN);
  const again = cell.locator('.admf-stepper');
  await again.waitFor();
  await notebook.toolbar('notebook:restart-kernel');
  await notebook.page.locator('.jp-Dialog .jp-mod-warn').click();
  await again.locator('.said', { hasText: 'the kernel has ended: run the cell again' }).waitFor();
  await again.scrollIntoViewIfNeeded();
  await notebook.look('widget-ended');
  await notebook.idle();
  await notebook.run(OPEN);
});

test('without anywidget there is a picture, which says what to install, and follows the cells', async (context) => {
  const { env } = jupyter(context);
  const folder = join(env.JUPYTER_CONFIG_DIR!, 'labconfig');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'page_config.json'),
    JSON.stringify({ disabledExtensions: { anywidget: true } }),
  );
  await notebook.page.reload();
  await notebook.idle();
  const cell = await notebook.run('session.widget()');
  const picture = cell.locator('.jp-RenderedSVG img');
  await picture.waitFor();
  const text = async () => decodeURIComponent((await picture.getAttribute('src'))!);
  expect(await text()).toContain('pip install anywidget');
  await notebook.run("await session.goto('2008-10-10');");
  // The page draws what it is sent in its own time.
  await expect.poll(text, { timeout: 60_000 }).toContain('2008-10-10');
  await picture.scrollIntoViewIfNeeded();
  await notebook.look('widget-without-anywidget');
});
