import { performance } from 'node:perf_hooks';
import type { Magic, MagicContext } from '../evaluator/magic.ts';
import { duration } from './duration.ts';

/** How long code takes, once. */
export const time: Magic = {
  summary: 'Runs code once and says how long it took; its value is the value of the code.',
  usage: '%time code   or   %%time above a cell',
  takesCode: true,
  line: async (code, context) => await timed(code, context),
  cell: async (_argument, code, context) => await timed(code, context),
};

async function timed(code: string, { evaluate }: MagicContext): Promise<unknown> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  try {
    return await evaluate(code);
  } finally {
    const taken = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    console.log(`${duration(taken)} (processor: ${duration((user + system) / 1000)})`);
  }
}
