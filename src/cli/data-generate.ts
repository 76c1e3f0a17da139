import { type GenerateRequest, generateBarsInTurns, generators } from '../data/generate-bars.ts';
import { parseValue } from '../data/source.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { shapeOf } from '../workflows/config/explain.ts';
import { checkTarget, tellWritten, writeTarget } from './data-convert.ts';
import type { CliEffects } from './effects.ts';
import { interruptible } from './interruptible.ts';
import { parseOptions } from './options.ts';

/** `admf data generate <kind> <file>`: bars made up from a seed. Each parameter of the generator is an option. */
export async function dataGenerate(argv: readonly string[], effects: CliEffects): Promise<number> {
  const named = argv.find((word) => !word.startsWith('-'));
  const { params } = generators.get(named ?? 'gbm');
  const names = Object.keys(shapeOf(params));
  const { values, argument, second } = parseOptions(argv, {
    command: 'data',
    options: {
      ...Object.fromEntries(names.map((name) => [name.replaceAll('_', '-'), 'string' as const])),
      symbol: 'string',
      force: 'boolean',
      json: 'boolean',
    } as Record<string, 'string' | 'boolean'>,
    argument: { name: '<generator>', required: true },
    second: '<file>',
  });
  const [kind, target] = [argument as string, second as string];
  const { symbol = 'X', force, json, ...given } = values as Record<string, string | boolean | undefined>;
  await checkTarget(target, force === true, effects);
  return interruptible(effects, json === true, async (work) => {
    work.say(`making ${kind}…`);
    const parameters = Object.entries(given).map(([name, value]) => [
      name.replaceAll('-', '_'),
      parseValue(String(value)),
    ]);
    const made = Object.fromEntries(parameters) as Record<string, unknown>;
    const request = (one: string): GenerateRequest => ({ ...made, symbol: one, kind });
    const symbols = String(symbol).split(',');
    const series: BarSeries[] = [];
    for (const one of symbols) series.push(await generateBarsInTurns(request(one.trim()), work.signal));
    await writeTarget(target, series, effects, work);
    return async () => {
      await tellWritten(target, series, effects, json === true);
      return 0;
    };
  });
}
