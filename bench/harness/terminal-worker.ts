/** Drives the terminal app in this fresh process and prints what it took, as JSON: `<bars> <portfolios> <keys>`. */
import { Controller } from '../../repl/app/controller.ts';
import { Keyboard } from '../../repl/app/keyboard.ts';
import { mount } from '../../repl/app/mount.ts';
import { Desk } from '../../src/debugger/commands/desk.ts';
import { DebugSession } from '../../src/debugger/debug-session.ts';
import { Session } from '../../src/debugger/session.ts';
import { Random } from '../../src/foundation/random.ts';
import { crossoverRun } from './crossover-run.ts';
import { FakeTerminal, workedMs } from './fake-terminal.ts';
import { timesOf } from './session-report.ts';
import type { TerminalReport } from './terminal-report.ts';

const COLUMNS = 160;
const ROWS = 45;
const PLAY_SECONDS = 5;

const [bars, portfolios, count] = process.argv.slice(2).map(Number);
const session = new DebugSession(Session.start(crossoverRun(bars, portfolios)));
await session.goto('end');
session.display('portfolio.drawdown');
session.display('portfolio.position.units');
const random = new Random(1);
const anywhere = () => 2 + Math.floor(random.uniform() * (bars - 1000));

const controller = new Controller({
  desk: new Desk(session),
  title: 'bench',
  theme: { tier: 'braille', colors: 'truecolor' },
  size: { columns: COLUMNS, rows: ROWS },
});
const keyboard = new Keyboard(controller);
await controller.look();
const terminal = new FakeTerminal(COLUMNS, ROWS);
const app = mount(controller, keyboard, terminal.streams, () => app.unmount());
await settled();
await terminal.press('Z');
await settled();

const KEYS: Readonly<Record<string, string>> = {
  'n  next bar': 'n',
  'N  bar before': 'N',
  's  next event': 's',
  'f  next fill': 'f',
  'w  why': 'w',
  'Z  more bars on the chart': 'Z',
  'z  fewer': 'z',
};
const taken: Record<string, number[]> = {};
const worked: number[] = [];
// The first round is for the compiler.
for (let round = 0; round <= count; round++) {
  for (const [name, key] of Object.entries(KEYS)) await timed(round, name, key);
  await terminal.press(`:goto ${anywhere()}`);
  await settled();
  await timed(round, 'goto, any bar from any other', '\r');
}
const keys = Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, timesOf(times)]));

const report: TerminalReport = {
  bars,
  keys,
  all: timesOf(Object.values(taken).flat()),
  worked: timesOf(worked),
  play: await play(),
  list: await list(),
};
app.unmount();
process.stdout.write(JSON.stringify(report));

async function timed(round: number, name: string, key: string): Promise<void> {
  const start = performance.now();
  const before = workedMs();
  await terminal.press(key);
  // A line that is typed vanishes first; what counts is the frame with what it did.
  await settled();
  const { at, worked: until } = terminal.lastFrame;
  if (round === 0) return;
  taken[name] = [...(taken[name] ?? []), at - start];
  worked.push(until - before);
}

/** Until no work is left and the last frame is out. */
async function settled(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 25));
  while (controller.jobs.isBusy);
}

async function play(): Promise<TerminalReport['play']> {
  controller.runLine(`goto ${bars >> 1}`);
  await settled();
  // From 5 to 20 bars a second.
  await terminal.press('>');
  await terminal.press('>');
  await terminal.press(' ');
  const { bytes } = terminal;
  const before = process.cpuUsage();
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1000 * PLAY_SECONDS));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  await terminal.press(' ');
  return { share: (user + system) / 1e6 / seconds, bytes: (terminal.bytes - bytes) / seconds };
}

/** Looks at the list of events at places all over it. */
async function list(): Promise<TerminalReport['list']> {
  controller.runLine('goto end');
  await settled();
  const { events } = controller.collector;
  const rows = controller.view.events.total;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const times: number[] = [];
  for (let i = 0; i < 10 * count; i++) {
    events.move(Math.floor((random.uniform() - 0.5) * rows));
    const start = performance.now();
    await controller.look();
    controller.screen();
    times.push(performance.now() - start);
  }
  globalThis.gc?.();
  return { rows, times: timesOf(times), grown: process.memoryUsage().heapUsed - before };
}
