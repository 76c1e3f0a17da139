import type { BenchGroup } from '../harness/case.ts';
import { data } from './data.ts';
import { features } from './features.ts';
import { interrupts } from './interrupts.ts';
import { kernels } from './kernels.ts';
import { memory } from './memory.ts';
import { peers } from './peers.ts';
import { portfolios } from './portfolios.ts';
import { single } from './single.ts';
import { soak } from './soak.ts';
import { stepping } from './stepping.ts';
import type { Table } from './table.ts';
import { terminal } from './terminal.ts';
import { traces } from './traces.ts';
import { tracing } from './tracing.ts';
import { widget } from './widget.ts';

/** In the order in which they are printed. */
export const TABLES: readonly Table[] = [
  single,
  portfolios,
  memory,
  traces,
  tracing,
  features,
  peers,
  data,
  stepping,
  terminal,
  widget,
  kernels,
  interrupts,
  soak,
];

/** @throws Error when there is no such group. */
export function findGroup(table: string, group: string): BenchGroup {
  const found = TABLES.find(({ name }) => name === table)?.groups.find(({ id }) => id === group);
  if (found === undefined) throw new Error(`no group ${group} in table ${table}`);
  return found;
}
