import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, directly or not. Linux only. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Bytes that the processes occupy; what several of them share is counted once. Linux only. */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + proportionalSize(pid), 0);
}

/** Whether a process is there; one that is dead and not yet waited for is not. */
export function isAlive(pid: number): boolean {
  return /^State:\s*[^ZX]/m.test(read(`/proc/${pid}/status`));
}

function parentOf(pid: number): number | undefined {
  const [, parent] = /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function proportionalSize(pid: number): number {
  const [, kilobytes = '0'] = /^Pss:\s*(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return 1024 * Number(kilobytes);
}

/** Empty when the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
