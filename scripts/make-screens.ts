// `node scripts/make-screens.ts`: writes docs/screens/, what the terminal app shows of the demonstration's run at several
// sizes, and docs/terminal.svg. A test fails when they are out of date. With --check it writes nothing and says what differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { layOut } from '../repl/model/layout.ts';
import type { Pane } from '../repl/model/panes.ts';
import { firstUi, type Ui } from '../repl/model/ui.ts';
import { Collector } from '../repl/session/collector.ts';
import { drawScreen } from '../repl/view/screen.ts';
import { type CellGrid, type DebugSession, open, renderPlain, type Tier } from '../src/index.ts';
import { screenSvg } from './screen-svg.ts';

const ROOT = resolve(import.meta.dirname, '..');
const WORKFLOW = join(ROOT, 'data', 'demo', 'demo.yaml');
const FOLDER = join('docs', 'screens');

interface Shot {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly tier?: Tier;
  readonly focus?: Pane;
  readonly ui?: Partial<Ui>;
}

const SHOTS: readonly Shot[] = [
  { name: '160x45', columns: 160, rows: 45 },
  { name: '100x30', columns: 100, rows: 30 },
  { name: '80x24-price', columns: 80, rows: 24, focus: 'price' },
  { name: '80x24-events', columns: 80, rows: 24 },
  { name: '80x24-why', columns: 80, rows: 24, focus: 'why' },
  { name: '60x15', columns: 60, rows: 15, focus: 'price' },
  { name: '59x14', columns: 59, rows: 14 },
  { name: 'ascii-120x35', columns: 120, rows: 35, tier: 'ascii' },
  { name: 'years-120x35', columns: 120, rows: 35, focus: 'price', ui: { zoom: 7 } },
];

/** All files by their path from the root. */
export async function screens(): Promise<Map<string, string>> {
  const session = await open(WORKFLOW);
  session.focus = { portfolio: 'both', strategy: 'reversion' };
  session.display('portfolio.drawdown');
  session.display('portfolio.position.units');
  session.display('strategy.rsi');
  await session.goto('2008-09-29');
  await session.fill();
  const files = new Map<string, string>();
  for (const shot of SHOTS) {
    const grid = await drawn(session, shot);
    // Every line ends in a bar, so that blanks at its end can be seen and no editor takes them away.
    const text = renderPlain(grid).replaceAll('\n', '|\n');
    files.set(join(FOLDER, `${shot.name}.txt`), `${text}|\n`);
    if (shot.name === '160x45') files.set(join('docs', 'terminal.svg'), screenSvg(grid));
  }
  return files;
}

async function drawn(
  session: DebugSession,
  { columns, rows, tier = 'braille', focus = 'events', ui: more = {} }: Shot,
): Promise<CellGrid> {
  const expanded = new Set([`portfolio_${session.focus.portfolio}`]);
  const ui: Ui = { ...firstUi({ columns, rows }), focus, expanded, ...more };
  const layout = layOut({
    size: ui.size,
    focus,
    maximised: ui.maximised,
    promptRows: rows >= 40 ? 4 : rows >= 24 ? 3 : 2,
  });
  const view = await new Collector().collect(session, 'demo', ui, layout);
  // Lines of the source move with every edit of it: the screens tell the files alone.
  const why = { ...view.why, lines: view.why.lines.map((line) => line.replaceAll(/(\.ts):\d+:\d+/g, '$1')) };
  return drawScreen({ ...view, why }, ui, { tier, colors: 'truecolor' }, layout).grid;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  let differing = 0;
  for (const [path, text] of await screens()) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    differing++;
    console.log(values.check ? `${path} is out of date` : path);
    if (values.check) continue;
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  }
  if (values.check && differing > 0) process.exitCode = 1;
}
