import { median } from '../harness/measure.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import { type Interrupted, SCENARIOS } from '../kernels/interrupts.ts';
import type { Table } from './table.ts';

const TIMES = 40;

async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const rows: string[][] = [];
  for (const { title, run: interrupt } of SCENARIOS) {
    const results = await interrupt(scale.quick ? 1 : TIMES);
    rows.push([title, ...summary(results)]);
  }
  print(
    `${formatTable(['interrupted in', 'times', 'variables kept', 'median ms', 'slowest ms', 'else'], rows)}\n`,
  );
}

function summary(results: readonly Interrupted[]): string[] {
  const kept = results.filter(({ outcome }) => outcome === 'kept');
  const others = new Map<string, number>();
  for (const { outcome } of results) {
    if (outcome !== 'kept') others.set(outcome, (others.get(outcome) ?? 0) + 1);
  }
  const taken = results.map((result) => result.taken);
  return [
    String(results.length),
    String(kept.length),
    median(taken).toFixed(0),
    Math.max(...taken).toFixed(0),
    [...others].map(([outcome, times]) => `${times} ${outcome}`).join(', '),
  ];
}

export const interrupts: Table = {
  name: 'interrupts',
  title: 'The notebook kernel: cells that are stopped',
  groups: [],
  onlyByName: true,
  run,
};
