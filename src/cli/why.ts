import { whyFromDisk } from '../tracing/stores/stored-events.ts';
import { findTraces } from '../tracing/stores/trace-catalogue.ts';
import { whyText, whyTradeText } from '../tracing/why-text.ts';
import { containersOfRun } from '../workflows/stored-run.ts';
import type { CliEffects } from './effects.ts';
import { parseOptions } from './options.ts';
import { withTrace } from './trace-input.ts';

/** `admf why <run folder> <event id>`. */
export async function why(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument, second } = parseOptions(argv, {
    command: 'why',
    options: { json: 'boolean' },
    argument: { name: '<run folder>', required: true },
    second: '<event id>',
  });
  const told = await withTrace(argument as string, effects, async ({ path, onNotice }) => {
    const traces = await findTraces(path, onNotice);
    return whyFromDisk(traces, second as string, { onNotice, containers: await containersOfRun(path) });
  });
  const text = 'chains' in told ? whyTradeText(told) : whyText(told);
  effects.stdout.write(values.json === true ? `${JSON.stringify(told)}\n` : text);
  return 0;
}
