import { existsSync } from 'node:fs';
import type { Client } from '../../test/kernel/e2e/client.ts';
import { type LaunchedKernel, launchKernel, ourKernel } from '../../test/kernel/e2e/launch.ts';
import { WidgetFront } from '../../test/kernel/e2e/widget-front.ts';
import type { Scale } from '../harness/scale.ts';
import { type MotionTimes, timesOf } from '../harness/session-report.ts';
import { formatTable } from '../harness/text.ts';
import { memoryOf, processTree } from '../kernels/process-tree.ts';
import { WidgetPage } from '../kernels/widget-page.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
const PORTFOLIOS = 10;
const CLICKS = 40;
const DRAG_SECONDS = 10;
/** After the first. The heap grows as far as V8 lets it before it collects garbage: from some drag on it has to stay. */
const DRAGS = 20;
/** Drags whose growth is told in one figure. */
const TOGETHER = 5;
const CHROMIUM = process.env.ADMF_CHROMIUM ?? '/usr/bin/chromium';

/** Buttons by the beginning of what they are called. */
const BUTTONS = ['next bar', 'back one bar', 'next fill', 'previous fill', 'next event', 'back one event'];

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  if (!existsSync(CHROMIUM)) {
    print(`not measured: ${CHROMIUM} is not there; ADMF_CHROMIUM names another\n`);
    return;
  }
  const kernel = await launchKernel(ourKernel());
  try {
    const client = kernel.createClient();
    await client.connect();
    await openSession(client, scale.bars(BARS));
    await measure(kernel, client, scale, print);
  } finally {
    await kernel.stop();
  }
}

async function openSession(client: Client, bars: number): Promise<void> {
  const strategies = Array.from(
    { length: PORTFOLIOS },
    (_, i) => `{ id: 's${i}', type: 'sma_crossover', params: { fast: ${50 + i}, slow: ${200 + 10 * i} } }`,
  );
  const portfolios = Array.from(
    { length: PORTFOLIOS },
    (_, i) => `{ id: 'p${i}', strategies: ['s${i}'], cash: 1_000_000 }`,
  );
  const { reply } = await client.execute(`import { open } from 'admf';
const session = await open({ name: 'bench',
  data: [{ symbol: 'X', source: { type: 'random_walk', bars: ${bars}, seed: 3 } }],
  strategies: [${strategies.join(', ')}], portfolios: [${portfolios.join(', ')}] });
await session.goto('end'); await session.goto(${bars >> 1}); session.widget()`);
  if (reply.status !== 'ok') throw new Error(String(reply.evalue));
}

async function measure(
  kernel: LaunchedKernel,
  client: Client,
  scale: Scale,
  print: (text: string) => void,
): Promise<void> {
  const front = new WidgetFront(client, 'bench');
  const page = await WidgetPage.open(CHROMIUM, client, front);
  const memory = () => memoryOf(processTree(kernel.process.pid!));
  try {
    const times: Record<string, number[]> = {};
    const clicks = scale.quick ? 3 : CLICKS;
    for (let i = -2; i < clicks; i++) {
      // Each click from somewhere else, where nothing is known yet.
      await client.execute(`await session.goto(1 + ${(i + 7) * 7919 * 97} % (session.bars - 2));`);
      for (const button of BUTTONS) {
        const took = await page.click(button);
        if (i >= 0) times[button] = [...(times[button] ?? []), took];
      }
    }
    print(`${clickTable(times)}\n`);
    const seconds = scale.quick ? 1 : DRAG_SECONDS;
    const drags = scale.quick ? 2 : DRAGS;
    const held: { readonly kernel: number; readonly page: number }[] = [];
    const latencies: number[] = [];
    let last = { moves: 0, settled: 0 };
    for (let drag = 0; drag <= drags; drag++) {
      const dragged = await page.drag(seconds);
      if (drag % TOGETHER === 0 || drag === drags) held.push({ kernel: memory(), page: await page.heap() });
      if (drag > 0) latencies.push(...dragged.latencies);
      last = dragged;
    }
    const { median, p95, worst, count } = timesOf(latencies);
    const amounts = (of: 'kernel' | 'page') => held.map((one) => megabytes(one[of])).join(', ');
    print(
      [
        `slider dragged over the whole run, ${drags} times ${seconds} s after a first one: ${count} places drawn, each after ${median.toFixed(0)} ms (95 % ${p95.toFixed(0)}, worst ${worst.toFixed(0)}), of ${last.moves} moves of the mouse in the last`,
        `nothing waits when it is let go: the last place was drawn ${last.settled.toFixed(0)} ms later`,
        `memory after the first drag and every ${TOGETHER}: the kernel's processes ${amounts('kernel')} MB; the page, without garbage, ${amounts('page')} MB\n`,
      ].join('\n'),
    );
  } finally {
    await page.close();
  }
}

function clickTable(times: Readonly<Record<string, readonly number[]>>): string {
  const rows: [string, MotionTimes][] = Object.entries(times).map(([name, taken]) => [name, timesOf(taken)]);
  const all = timesOf(Object.values(times).flat());
  return formatTable(
    ['click to all panes on the screen; ms', 'median', '95 %', 'worst', 'times'],
    [...rows, ['all of them', all] as const].map(([name, { median, p95, worst, count }]) => [
      name,
      ...[median, p95, worst].map((ms) => ms.toFixed(1)),
      String(count),
    ]),
  );
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

export const widget: Table = {
  name: 'widget',
  title: "The notebook's stepper widget on 1,000,000 bars with 10 portfolios",
  groups: [],
  onlyByName: true,
  run,
};
