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
  run(times: number): Promise<Interrupted[]>;
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

/** Ten million bars through a whole backtest; told to be under way when the first bar is. */
const ENGINE = `
  import { Backtest, run } from 'admf';
  await run({
    data: [{ symbol: 'X', source: { type: 'random_walk', bars: 10_000_000 } }],
    strategies: [{ id: 's', type: 'sma_crossover' }],
    portfolios: [{ id: 'p', strategies: ['s'], cash: 100_000 }],
  }, { onReady: () => console.log('on') })`;

export const SCENARIOS: readonly Scenario[] = [
  ...SIX.map((name) => onOneKernel(name, '', ENDLESS[name])),
  ...SIX.map((name) => onOneKernel(`${name}, AsyncLocalStorage in use`, STORAGE, ENDLESS[name])),
  ...SIX.map((name) => onOneKernel(`${name}, an async hook in use`, HOOK, ENDLESS[name])),
  {
    title: 'the first cell of a kernel, while it is compiled',
    run: async (times) => await repeated(times, async () => await onNewKernel('while (true) {}')),
  },
  onOneKernel('a backtest of 10,000,000 bars', '', ENGINE),
];

function onOneKernel(title: string, setUp: string, code: string): Scenario {
  return {
    title,
    async run(times) {
      const kernel = await launchKernel(ADMF.launch);
      try {
        const client = await connected(kernel);
        const results: Interrupted[] = [];
        for (let i = 0; i < times; i++)
          results.push(await runAndInterrupt(client, `let kept = ${i};\n${setUp}`, code, i));
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

async function runAndInterrupt(client: Client, setUp: string, code: string, i: number): Promise<Interrupted> {
  await client.execute(setUp);
  const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  return await interrupt(client, id, async () => (await shownBy(client, 'kept')) === String(i));
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
