import type { Client, Received } from '../../test/kernel/e2e/client.ts';
import { ENDLESS } from '../../test/kernel/e2e/endless.ts';
import { type LaunchedKernel, launchKernel } from '../../test/kernel/e2e/launch.ts';
import { ADMF } from './kernels.ts';
import { isAlive, memoryOf, processTree } from './process-tree.ts';

export interface SoakPlan {
  readonly cells: number;
  readonly interrupts: number;
  readonly restarts: number;
}

/** Where a soak stands. */
export interface SoakSample {
  readonly cells: number;
  readonly interrupts: number;
  readonly restarts: number;
  /** Bytes of all processes of the kernel. */
  readonly memory: number;
}

export interface SoakReport {
  readonly samples: readonly SoakSample[];
  /** Cells whose output was not what they print. */
  readonly lost: readonly string[];
  /** Processes of kernels that are over. */
  readonly orphans: readonly number[];
}

/** Cells between two samples of the memory. */
const SAMPLED = 25;

/** Runs cells of many kinds, stops some, restarts between them, and looks at what it costs and what gets lost. */
export async function soak(plan: SoakPlan): Promise<SoakReport> {
  const samples: SoakSample[] = [];
  const lost: string[] = [];
  const seen = new Set<number>();
  let interrupts = 0;
  let restarts = 0;
  let kernel = await launchKernel(ADMF.launch);
  let client = await connected(kernel);
  const everyInterrupt = Math.max(1, Math.floor(plan.cells / plan.interrupts));
  const everyRestart = Math.max(1, Math.floor(plan.cells / (plan.restarts + 1)));
  for (let cell = 1; cell <= plan.cells; cell++) {
    const [code, expected] = cellOf(cell);
    const { outputs } = await client.execute(code);
    if (textOf(outputs) !== expected)
      lost.push(`cell ${cell}: ${JSON.stringify(textOf(outputs).slice(0, 200))}`);
    if (cell % everyInterrupt === 0 && interrupts < plan.interrupts) {
      const ename = await interruptOne(client, interrupts++);
      if (ename !== 'KeyboardInterrupt')
        lost.push(`after cell ${cell}: interrupted, and ended with ${ename}`);
    }
    if (cell % SAMPLED === 0) {
      for (const pid of treeOf(kernel)) seen.add(pid);
      samples.push({ cells: cell, interrupts, restarts, memory: memoryOf(treeOf(kernel)) });
    }
    if (cell % everyRestart === 0 && restarts < plan.restarts) {
      for (const pid of treeOf(kernel)) seen.add(pid);
      await shutDown(kernel, client);
      kernel = await launchKernel(ADMF.launch);
      client = await connected(kernel);
      restarts++;
    }
  }
  for (const pid of treeOf(kernel)) seen.add(pid);
  await shutDown(kernel, client);
  return { samples, lost, orphans: [...seen].filter(isAlive) };
}

/** A cell, and what it prints and shows. */
function cellOf(n: number): [code: string, expected: string] {
  switch (n % 5) {
    case 0:
      return [`for (let i = 0; i < 500; i++) console.log(i)`, lines(500)];
    case 1:
      return [
        `interface Row${n} { x: number } const rows${n}: Row${n}[] = [{ x: ${n} }]; rows${n}.length`,
        '1',
      ];
    case 2:
      return [
        `await new Promise((resolve) => setTimeout(resolve, 2)); console.log('waited ${n}')`,
        `waited ${n}\n`,
      ];
    case 3:
      return [
        `const block = new Float64Array(1e5).fill(${n}); display.text('shown ${n}'); block[7]`,
        `shown ${n}${n}`,
      ];
    default:
      return [
        `import { existsSync } from 'node:fs'; console.log(existsSync('.')); ${n} + 1`,
        `true\n${n + 1}`,
      ];
  }
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `${i}\n`).join('');
}

/** On a busy machine the kernel may say on stderr that it did not check a cell. */
function textOf(outputs: readonly Received[]): string {
  return outputs
    .map(({ type, content }) => {
      if (type === 'stream') return content.name === 'stdout' ? String(content.text) : '';
      const { data } = content as { data?: Record<string, unknown> };
      return data === undefined ? '' : String(data['text/plain']);
    })
    .join('');
}

async function interruptOne(client: Client, n: number): Promise<string> {
  const endless = Object.values(ENDLESS);
  const code = endless[n % endless.length];
  const id = await client.send('execute_request', { code, silent: false, stop_on_error: false });
  await client.until(() => client.outputsOf(id).find(({ type }) => type === 'stream'));
  await client.request('interrupt_request', {}, 'control');
  return String((await client.answerTo(id)).reply.ename);
}

async function shutDown(kernel: LaunchedKernel, client: Client): Promise<void> {
  await client.request('shutdown_request', { restart: true }, 'control');
  await kernel.stop();
}

async function connected(kernel: LaunchedKernel): Promise<Client> {
  const client = kernel.createClient(120_000);
  await client.connect();
  return client;
}

function treeOf({ process: { pid } }: LaunchedKernel): number[] {
  return pid === undefined ? [] : processTree(pid);
}
