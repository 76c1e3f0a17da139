import { performance } from 'node:perf_hooks';
import type { Client } from '../../test/kernel/e2e/client.ts';
import { ENDLESS } from '../../test/kernel/e2e/endless.ts';
import { type LaunchedKernel, launchKernel } from '../../test/kernel/e2e/launch.ts';
import { ADMF } from './kernels.ts';

/** What came of one interrupt. */
export interface Interrupted {
  /** `kept`, `lost and said so`, or what else happened, which must not. */
  readonly outcome: string;
  /** From the request to the reply of the cell, in milliseconds. */
  readonly taken: number;
}

export interface Scenario {
  readonly title: string;
  /** Runs and interrupts a cell that many times. */
  readonly run: (times: number) => Promise<Interrupted[]>;
}

/** The ways in which a cell may never end that kernels are told apart by. */
const SIX = [
  'a loop',
  'a loop that catches everything',
  'a wait',
  'a loop after a wait',
  'a loop in a timer',
  'an endless chain of microtasks',
];

const STORAGE =
  "import { AsyncLocalStorage } from 'node:async_hooks'; new AsyncLocalStorage().enterWith(1);\n";
const HOOK = "import { createHook } from 'node:async_hooks'; createHook({ init() {} }).enable();\n";

/** Ten million bars, made once. */
const BARS = `
  import { Backtest, generateBars } from 'admf';
  import { crossoverSpec } from '${new URL('../engines/crossover.ts', import.meta.url).pathname}';
  import { calm } from '${new URL('../tables/portfolio-sets.ts', import.meta.url).pathname}';
  const series = generateBars({ symbol: 'SPY', kind: 'random_walk', seed: 7, bars: 10_000_000, interval: '1m' });
  const spec = crossoverSpec(series, [calm(0)]);`;

export const SCENARIOS: readonly Scenario[] = [
  ...SIX.map((name) => onOneKernel(name, ENDLESS[name])),
  ...SIX.map((name) => onOneKernel(`${name}, AsyncLocalStorage in use`, ENDLESS[name], { before: STORAGE })),
  ...SIX.map((name) => onOneKernel(`${name}, an async hook in use`, ENDLESS[name], { before: HOOK })),
  {
    title: 'the first cell of a kernel, while it is compiled',
    run: async (times) => await repeated(times, async () => await onNewKernel('while (true) {}')),
  },
  onOneKernel('a backtest of 10,000,000 bars', "console.log('on'); await new Backtest(spec).run()", {
    once: BARS,
  }),
  onOneKernel('the same without a pause', "console.log('on'); new Backtest(spec).runSync()", { once: BARS }),
];

interface SetUp {
  /** Code that is run before the first cell. */
  readonly once?: string;
  /** Code that is run before each. */
  readonly before?: string;
}

function onOneKernel(title: string, code: string, { once = '', before = '' }: SetUp = {}): Scenario {
  return {
    title,
    async run(times) {
      const kernel = await launchKernel(ADMF.launch);
      try {
        const client = await connected(kernel);
        await client.execute(once);
        const results: Interrupted[] = [];
        for (let i = 0; i < times; i++) {
          await client.execute(`let kept = ${i};\n${before}`);
          results.push(await runAndInterrupt(client, code, String(i)));
          // What was lost has to be set up again.
          if (results[i].outcome !== 'kept') await client.execute(once);
        }
        return results;
      } finally {
        await kernel.stop();
      }
    },
  };
}

async function onNewKernel(code: string): Promise<Interrupted> {
  const kernel = await launchKernel(ADMF.launch);
  try {
    const client = await connected(kernel);
    const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
    await client.until(() => client.outputsOf(id)[0]);
    return await interrupt(client, id, async () => (await shownBy(client, '1 + 1')) === '2');
  } finally {
    await kernel.stop();
  }
}

async function runAndInterrupt(client: Client, code: string, kept: string): Promise<Interrupted> {
  const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  return await interrupt(client, id, async () => (await shownBy(client, 'kept')) === kept);
}

async function interrupt(client: Client, id: string, isKept: () => Promise<boolean>): Promise<Interrupted> {
  const begun = performance.now();
  await client.request('interrupt_request', {}, 'control');
  const { reply } = await client.answerTo(id);
  const taken = performance.now() - begun;
  if (reply.ename === 'RuntimeDied') return { outcome: 'lost and said so', taken };
  if (reply.ename !== 'KeyboardInterrupt') return { outcome: `ended with ${String(reply.ename)}`, taken };
  return { outcome: (await isKept()) ? 'kept' : 'lost without a word', taken };
}

async function connected(kernel: LaunchedKernel): Promise<Client> {
  const client = kernel.createClient(60_000);
  await client.connect();
  return client;
}

/** The timers and files of Node have to be in order, too. */
async function shownBy(client: Client, expression: string): Promise<unknown> {
  const { outputs } = await client.execute(
    `await new Promise((resolve) => setTimeout(resolve, 1)); await import('node:fs/promises').then((fs) => fs.stat('.')); ${expression}`,
  );
  const { data } = outputs[outputs.length - 1].content as { data?: Record<string, unknown> };
  return data?.['text/plain'];
}

async function repeated<T>(times: number, action: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i++) results.push(await action());
  return results;
}
