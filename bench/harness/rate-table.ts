import type { BenchGroup } from './case.ts';
import { runChild } from './child.ts';
import { type Measurement, measureApart, median, timesAsFast } from './measure.ts';
import type { Scale } from './scale.ts';
import { formatTable } from './text.ts';

/** How the time of a run is told: M units a second, or nanoseconds a unit. */
export type Unit = { readonly kind: 'rate' | 'time'; readonly of: string };

/** Measures the groups of a table in processes of their own, and prints each when it is done. */
export async function rateTable(
  table: string,
  groups: readonly BenchGroup[],
  unit: Unit,
  scale: Scale,
  print: (text: string) => void,
): Promise<void> {
  for (const group of groups) {
    const measured = await measureGroup(table, group, scale);
    print(`${group.title}\n${describe(group, measured, unit)}\n`);
  }
}

/** In full each case has a process of its own; in quick mode a group shares one, and nothing is measured cold. */
export function measureGroup(table: string, group: BenchGroup, scale: Scale): Promise<Measurement[]> {
  return scale.quick
    ? runChild<Measurement[]>('worker.ts', [table, group.id])
    : measureApart(table, group, scale);
}

function describe(group: BenchGroup, measured: readonly Measurement[], unit: Unit): string {
  const reference = measured.find(({ id }) => id === group.reference);
  if (reference === undefined) throw new Error(`${group.id} has no case ${group.reference}`);
  const name = unit.kind === 'rate' ? `M ${unit.of}/s` : `ns/${unit.of}`;
  const hasEvents = measured.some(({ events }) => events !== null);
  const rows = measured.map((each, i) => {
    const tell = (seconds: number) =>
      figure(unit.kind === 'rate' ? each.work / seconds / 1e6 : (seconds * 1e9) / each.work);
    const ends = [tell(Math.min(...each.warmSeconds)), tell(Math.max(...each.warmSeconds))];
    if (unit.kind === 'rate') ends.reverse();
    return [
      group.cases[i].label,
      each.coldSeconds === null ? '–' : tell(each.coldSeconds),
      tell(median(each.warmSeconds)),
      `${ends[0]}–${ends[1]}`,
      ...(hasEvents
        ? [each.events === null ? '–' : figure(each.events / median(each.warmSeconds) / 1e6)]
        : []),
      `${figure(timesAsFast(each, reference))}×`,
    ];
  });
  const header = ['', `${name} cold`, 'warm', 'min–max', ...(hasEvents ? ['M events/s'] : []), 'ratio'];
  return formatTable(header, rows);
}

/** Three figures, which is more than the machine can repeat. */
export function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
