import { performance } from 'node:perf_hooks';
import type { Client } from '../../test/kernel/e2e/client.ts';
import { type LaunchedKernel, launchKernel } from '../../test/kernel/e2e/launch.ts';
import { median } from '../harness/measure.ts';
import type { ComparedKernel } from './kernels.ts';
import { memoryOf, processTree } from './process-tree.ts';

/** What one start of a kernel showed. Milliseconds and bytes; undefined for what it did not do. */
export interface KernelSpeed {
  readonly firstInfo: number;
  readonly firstCell: number;
  readonly warmCell: number;
  readonly warmCompletion: number;
  readonly busyCompletion: number | undefined;
  /** Of 20,000. */
  readonly lines: number;
  readonly linesTime: number | undefined;
  readonly startMemory: number;
  readonly endMemory: number;
}

/** No answer comes later than that, in milliseconds. */
const PATIENCE = 12_000;
const LINES = 20_000;
const WARM_CELLS = 30;
/** Milliseconds. */
const WARM_UP = 60_000;

/** Starts a kernel and puts it through what people wait for. */
export async function measureKernel({ launch }: ComparedKernel): Promise<KernelSpeed> {
  const begun = performance.now();
  const kernel = await launchKernel(launch);
  try {
    const client = kernel.createClient(PATIENCE);
    client.open();
    await client.replyTo(await client.send('kernel_info_request', {}));
    const firstInfo = performance.now() - begun;
    await client.subscribed();
    const firstCell = await timed(() => client.execute('const first = 1; first + 1'));
    const startMemory = memoryNow(kernel);
    await warmUp(client);
    const warm: number[] = [];
    for (let i = 0; i < WARM_CELLS; i++) warm.push(await timed(() => client.execute(`${i} + 1`)));
    const completions: number[] = [];
    for (let i = 0; i < 10; i++) completions.push(await timed(() => complete(client)));
    const busyCompletion = await completionWhileBusy(client);
    const { lines, linesTime } = await printLines(client);
    return {
      firstInfo,
      firstCell,
      warmCell: median(warm),
      warmCompletion: median(completions),
      busyCompletion,
      lines,
      linesTime,
      startMemory,
      endMemory: memoryNow(kernel),
    };
  } finally {
    await kernel.stop();
  }
}

/** Waits for what is loaded behind: completion is quick then. A kernel that is never quick is measured as it is. */
async function warmUp(client: Client): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < WARM_UP) {
    if ((await timed(() => complete(client))) < 100) return;
  }
}

/** How long completion takes while a loop runs that ends by itself; undefined when it had to wait for the end. */
async function completionWhileBusy(client: Client): Promise<number | undefined> {
  const busy = 3000;
  const cell = await client.send('execute_request', {
    code: `const until = Date.now() + ${busy}; while (Date.now() < until);`,
    silent: false,
  });
  await client.until(() => client.published.find(({ parent }) => parent.msg_id === cell));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const taken = await timed(() => complete(client));
  await client.answerTo(cell);
  return taken < busy - 500 ? taken : undefined;
}

async function complete(client: Client): Promise<void> {
  await client.request('complete_request', { code: 'Math.flo', cursor_pos: 8 });
}

async function printLines(client: Client): Promise<Pick<KernelSpeed, 'lines' | 'linesTime'>> {
  const begun = performance.now();
  const id = await client.send('execute_request', {
    code: `for (let i = 0; i < ${LINES}; i++) console.log(i)`,
    silent: false,
  });
  let linesTime: number | undefined;
  try {
    await client.answerTo(id);
    linesTime = performance.now() - begun;
  } catch {
    // It never said that it was done.
  }
  const printed = client
    .outputsOf(id)
    .filter(({ type }) => type === 'stream')
    .map(({ content }) => String(content.text))
    .join('');
  return { lines: printed.split('\n').filter((line) => line !== '').length, linesTime };
}

function memoryNow({ process: { pid } }: LaunchedKernel): number {
  return pid === undefined ? 0 : memoryOf(processTree(pid));
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await action();
  return performance.now() - begun;
}
