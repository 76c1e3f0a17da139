import { median } from '../harness/measure.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import { runJupyterSuite, type SuiteResults } from '../kernels/jupyter-suite.ts';
import { ADMF, type ComparedKernel, installPeers } from '../kernels/kernels.ts';
import { type Score, scoreKernel } from '../kernels/score.ts';
import { type KernelSpeed, measureKernel } from '../kernels/speed.ts';
import type { Table } from './table.ts';

const STARTS = 5;

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const { kernels, remove } = comparedKernels(print);
  try {
    print(`${await speedTable(kernels, scale.quick ? 1 : STARTS)}\n`);
    print(`${await scoreTable(kernels)}\n`);
  } finally {
    remove();
  }
}

function comparedKernels(print: (text: string) => void): ReturnType<typeof installPeers> {
  try {
    const { kernels, remove } = installPeers();
    return { kernels: [ADMF, ...kernels], remove };
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    print(`without tslab and Deno, which npm could not install: ${reason}\n`);
    return { kernels: [ADMF], remove: () => {} };
  }
}

/** The kernels take turns, so that what else the machine does meets all of them. */
async function speedTable(kernels: readonly ComparedKernel[], starts: number): Promise<string> {
  const all = new Map<string, KernelSpeed[]>(kernels.map(({ name }) => [name, []]));
  for (let start = 0; start < starts; start++) {
    const turn = start % 2 === 0 ? kernels : kernels.toReversed();
    for (const kernel of turn) all.get(kernel.name)!.push(await measureKernel(kernel));
  }
  const row = (title: string, text: (speeds: readonly KernelSpeed[]) => string) => [
    title,
    ...kernels.map(({ name }) => text(all.get(name)!)),
  ];
  const ms = (title: string, of: (speed: KernelSpeed) => number | undefined) =>
    row(title, (speeds) => {
      const known = speeds.map(of).filter((value) => value !== undefined);
      return known.length < speeds.length ? 'no' : median(known).toFixed(1);
    });
  const megabytes = (title: string, of: (speed: KernelSpeed) => number) =>
    row(title, (speeds) => (median(speeds.map(of)) / 2 ** 20).toFixed(0));
  return formatTable(
    [`median of ${starts} start${starts === 1 ? '' : 's'}`, ...kernels.map(({ name }) => name)],
    [
      ms('start to kernel_info, ms', ({ firstInfo }) => firstInfo),
      ms('first cell, ms', ({ firstCell }) => firstCell),
      ms('trivial cell later, ms', ({ warmCell }) => warmCell),
      ms('completion, ms', ({ warmCompletion }) => warmCompletion),
      ms('completion while a cell loops, ms', ({ busyCompletion }) => busyCompletion),
      row('lines of 20,000 that arrive', (speeds) => String(median(speeds.map(({ lines }) => lines)))),
      ms('20,000 lines until idle, ms', ({ linesTime }) => linesTime),
      megabytes('memory after the first cell, MB', ({ startMemory }) => startMemory),
      megabytes('memory at the end, MB', ({ endMemory }) => endMemory),
    ],
  );
}

async function scoreTable(kernels: readonly ComparedKernel[]): Promise<string> {
  const scores = new Map<string, Score>();
  const suites = new Map<string, SuiteResults | string>();
  for (const kernel of kernels) {
    scores.set(kernel.name, await scoreKernel(kernel));
    suites.set(kernel.name, suiteOf(kernel));
  }
  const table = formatTable(
    ['', ...kernels.map(({ name }) => name)],
    [
      ['kernel-testbed, of 27', ...kernels.map(({ name }) => String(scores.get(name)!.points))],
      ['stricter than that, of 2', ...kernels.map(({ name }) => String(scores.get(name)!.beyond))],
      ['jupyter_kernel_test, of 13', ...kernels.map(({ name }) => passedOf(suites.get(name)!))],
    ],
  );
  const details = kernels.flatMap(({ name }) => [
    ...scores.get(name)!.failures.map(({ check, verdict }) => `  ${name} ${check.title}: ${verdict.reason}`),
    ...notPassed(name, suites.get(name)!),
  ]);
  return [table, '', 'Not passed:', ...(details.length === 0 ? ['  nothing'] : details)].join('\n');
}

function suiteOf(kernel: ComparedKernel): SuiteResults | string {
  try {
    return runJupyterSuite(kernel);
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}

function passedOf(results: SuiteResults | string): string {
  if (typeof results === 'string') return 'not run';
  return String([...results.values()].filter((outcome) => outcome === 'ok').length);
}

function notPassed(name: string, results: SuiteResults | string): string[] {
  if (typeof results === 'string') return [`  ${name} jupyter_kernel_test was not run: ${results}`];
  return [...results]
    .filter(([, outcome]) => outcome !== 'ok')
    .map(([test, outcome]) => `  ${name} ${test}: ${outcome}`);
}

export const kernels: Table = {
  name: 'kernels',
  title: 'The notebook kernel beside the other ones for TypeScript',
  groups: [],
  onlyByName: true,
  run,
};
