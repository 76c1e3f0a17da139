import { describe, expect, test } from 'vitest';
import { RUN_METRICS } from '../../../src/analytics/run-metrics.ts';
import { UserError } from '../../../src/foundation/user-error.ts';
import { registeredComponents } from '../../../src/workflows/components.ts';
import { EXAMPLES } from '../../../src/workflows/config/examples.ts';
import { explain, shapeOf } from '../../../src/workflows/config/explain.ts';
import { componentFamilies } from '../../../src/workflows/config/families.ts';
import { describeConfig } from './every-key.ts';

const registries = registeredComponents();
const families = componentFamilies(registries);

function mistake(name: string): string {
  try {
    explain(name, registries);
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
  throw new Error(`${name} was explained`);
}

describe('explain', () => {
  test('knows every key of a workflow', () => {
    const told = describeConfig().map(({ path }) => [path, explain(path, registries).description]);
    expect(told.filter(([, description]) => description === '')).toEqual([]);
  });

  test('knows every component by its place, by its family and by its name alone, with all its parameters', () => {
    for (const { name, key, registry } of families) {
      for (const { type, description, params } of registry) {
        const found = explain(`${name}.${type}`, registries);
        expect(found).toMatchObject({ kind: 'component', description });
        expect(found.parts.map(({ path }) => path)).toEqual(Object.keys(shapeOf(params)));
        if (key !== null) expect(explain(`${key}.${type}`, registries).description).toBe(description);
        for (const param of Object.keys(shapeOf(params))) {
          const told = explain(`${name}.${type}.${param}`, registries);
          expect(told).toMatchObject({ kind: 'parameter' });
          expect([told.path, told.description === '']).toEqual([told.path, false]);
        }
      }
    }
  });

  test('gives examples that the schemas accept', () => {
    for (const { path, schema } of describeConfig()) {
      const { example } = explain(path, registries);
      if (example === undefined) continue;
      const [value] = Object.values(example as Record<string, unknown>);
      const parsed = (schema as unknown as { safeParse(value: unknown): { success: boolean } }).safeParse(
        value,
      );
      expect([path, value, parsed.success]).toEqual([path, value, true]);
    }
    for (const { registry, name } of families) {
      for (const { type, params } of registry) {
        const { example } = explain(`${name}.${type}`, registries);
        const { id: _, type: __, params: nested, ...beside } = example as Record<string, unknown>;
        const parsed = params.safeParse(nested ?? beside);
        expect([name, type, parsed.error?.issues]).toEqual([name, type, undefined]);
      }
    }
  });

  test('has no example for a key that is not there', () => {
    const paths = new Set(describeConfig().map(({ path }) => path));
    expect(Object.keys(EXAMPLES).filter((path) => !paths.has(path))).toEqual([]);
  });

  test('tells unit, default, allowed values and whether it is required', () => {
    expect(explain('execution.profile', registries)).toMatchObject({
      default: 'next_open',
      allowed: ['next_open', 'same_close'],
      required: false,
    });
    expect(explain('portfolios[3].cash', registries)).toMatchObject({
      required: true,
      unit: 'money, in the currency of the data',
      expects: 'a number > 0',
    });
    expect(explain('portfolios.0.cash', registries)).toEqual(explain('portfolios.cash', registries));
  });

  test('goes to any depth', () => {
    expect(
      explain('tracing.container_settings.portfolio_*.dynamic_rules.action.mode', registries).allowed,
    ).toContain('full');
    expect(
      explain('environments.production.portfolios.sizing.percent_of_equity.percent', registries),
    ).toMatchObject({
      kind: 'parameter',
      unit: 'percent',
    });
  });

  test('knows every metric, with formula and when there is none', () => {
    for (const { name, definition } of RUN_METRICS) {
      expect(explain(`metrics.${name}`, registries)).toMatchObject({
        kind: 'metric',
        description: definition,
      });
    }
    expect(explain('metrics.risk_free_rate', registries).kind).toBe('setting');
  });

  test.each([
    ['exection.profile', 'nothing is called "exection" (did you mean "execution"?)'],
    ['metrics.shrpe', 'metrics has no "shrpe" (did you mean "sharpe"?)'],
    ['execution.profil', 'execution has no "profil" (did you mean "profile"?)'],
    ['strategies.sma_crosover', 'strategies has no "sma_crosover" (did you mean "sma_crossover"?)'],
    ['sma_crossover.fst', 'strategies.sma_crossover has no "fst" (did you mean "fast"?)'],
    ['slippage.bps.bpss', 'slippage.bps has no "bpss" (did you mean "bps"?)'],
    ['sharp', 'nothing is called "sharp" (did you mean "sharpe"?)'],
    ['seed.x', 'seed has no "x" (none are known here)'],
  ])('tells the nearest name for %s', (name, line) => {
    expect(mistake(name)).toBe(line);
  });
});
