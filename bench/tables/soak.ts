import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import { type SoakSample, soak as soakKernel } from '../kernels/soak.ts';
import type { Table } from './table.ts';

const PLAN = { cells: 1000, interrupts: 100, restarts: 20 };
const QUICK_PLAN = { cells: 50, interrupts: 5, restarts: 1 };
/** For a kernel that is not restarted: what one session gathers. */
const LONG_PLAN = { cells: 1000, interrupts: 100, restarts: 0 };

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  for (const plan of scale.quick ? [QUICK_PLAN] : [PLAN, LONG_PLAN]) {
    const { samples, lost, orphans } = await soakKernel(plan);
    print(`${plan.cells} cells, ${plan.interrupts} interrupts, ${plan.restarts} restarts\n`);
    print(`${curve(samples)}\n`);
    print(`outputs lost: ${lost.length}, processes left over: ${orphans.length}`);
    for (const line of lost) print(`  ${line}`);
    print('');
  }
}

/** The memory over time, a bar a sample. */
function curve(samples: readonly SoakSample[]): string {
  const most = Math.max(...samples.map(({ memory }) => memory));
  const rows = samples.map(({ cells, interrupts, restarts, memory }) => [
    String(cells),
    String(interrupts),
    String(restarts),
    `${(memory / 2 ** 20).toFixed(0)} `.concat('█'.repeat(Math.round((40 * memory) / most)).padEnd(40)),
  ]);
  return formatTable(['cells', 'interrupts', 'restarts', 'memory, MB'], rows);
}

export const soak: Table = {
  name: 'soak',
  title: 'The notebook kernel over a long session',
  groups: [],
  onlyByName: true,
  run,
};
