import { readFileSync } from 'node:fs';

/** All in bytes. */
export interface MemoryReport {
  /** Most that was resident at any time until the end of the run. */
  readonly peakRss: number;
  /** Resident with all code loaded and before any data. */
  readonly startRss: number;
  readonly bars: number;
  readonly features: number;
  readonly heapPerPortfolio: number;
  readonly buffersPerPortfolio: number;
  /** Over all portfolios; equal in every report of the same work. */
  readonly fills: number;
}

/** Memory in use now, garbage collected first. @throws Error without `--expose-gc`. */
export async function measureMemory(): Promise<NodeJS.MemoryUsage> {
  if (globalThis.gc === undefined) throw new Error('start Node with --expose-gc');
  // Buffers whose owners are gone are freed by another thread after a collection, and counted off by the next one.
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return process.memoryUsage();
}

/** Most bytes that were resident so far in this process. */
export function peakRss(): number {
  try {
    // Linux counts a parent's pages in `maxRSS` when the process was started by vfork; this line is ours alone.
    const kib = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kib !== undefined) return Number(kib) * 1024;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return process.resourceUsage().maxRSS * 1024;
}
