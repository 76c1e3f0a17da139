import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Magic, MagicContext } from '../evaluator/magic.ts';
import { duration } from './duration.ts';

/** Measured batches, and how long one is to take at least, in milliseconds. */
const BATCHES = 7;
const BATCH = 100;

/** How long code takes when it is warm. */
export const bench: Magic = {
  summary: 'Runs code many times, as the body of a function, and says how long one run takes.',
  usage: '%bench code   or   %%bench above a cell',
  takesCode: true,
  line: async (code, context) => await measured(code, context),
  cell: async (_argument, code, context) => await measured(code, context),
};

async function measured(code: string, context: MagicContext): Promise<void> {
  const isAsync = /\bawait\b/.test(code);
  const body = (await context.evaluate(`${isAsync ? 'async ' : ''}() => { ${code}\n}`)) as () => unknown;
  const batch = isAsync ? batchOfAsync(body) : batchOf(body);
  let runs = 1;
  // Until a batch takes long enough to be measured: that warms the code up, too.
  for (let taken = await batch(1); taken < BATCH && !context.signal.aborted; taken = await batch(runs)) {
    runs = Math.ceil(runs * Math.min(10, Math.max(2, BATCH / Math.max(taken, 0.01))));
  }
  const times: number[] = [];
  for (let i = 0; i < BATCHES && !context.signal.aborted; i++) {
    times.push((await batch(runs)) / runs);
    await setImmediate();
  }
  times.sort((a, b) => a - b);
  const [fastest] = times;
  const slowest = times[times.length - 1];
  const median = times[times.length >> 1];
  console.log(
    `${duration(median)} a run, ${duration(fastest)} to ${duration(slowest)} (${BATCHES} times ${runs.toLocaleString('en')} runs)`,
  );
}

type Batch = (runs: number) => Promise<number>;

function batchOf(body: () => unknown): Batch {
  return (runs) => {
    const begun = performance.now();
    for (let i = 0; i < runs; i++) body();
    return Promise.resolve(performance.now() - begun);
  };
}

function batchOfAsync(body: () => unknown): Batch {
  return async (runs) => {
    const begun = performance.now();
    for (let i = 0; i < runs; i++) await body();
    return performance.now() - begun;
  };
}
