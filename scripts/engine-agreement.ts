/**
 * Prints how the engine and the naive engine, which share no code, agree on random cases: what was compared, and how often each part
 * of the engine had a say; fails when they differ.
 *
 *     node scripts/engine-agreement.ts [cases] [seed]
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { cases } from '../test/oracle/cases.ts';
import { runEngine } from '../test/oracle/engine-run.ts';
import { runNaive } from '../test/oracle/naive-engine.ts';
import type { PlainCase, PlainResult } from '../test/oracle/plain.ts';

/** What of a portfolio's run is compared, and how a reader calls it. */
const COMPARED = {
  orders: 'orders',
  fills: 'fills',
  roundTrips: 'round trips',
  positions: 'open positions',
  equity: 'equity values',
  events: 'events in order',
  breaches: 'halts',
  financing: 'days of financing',
  actions: 'splits, dividends',
} as const satisfies Partial<Record<keyof PlainResult, string>>;

type Compared = keyof typeof COMPARED;

export interface EngineAgreement {
  readonly cases: number;
  readonly seed: number;
  /** Values compared and those that differ, by what they are. */
  readonly values: Readonly<Record<Compared, { compared: number; differ: number }>>;
  /** Fills of cases in which a part had a say, by its family and name. */
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Runs both on the same random cases. */
export function engineAgreement(numRuns: number, seed: number): EngineAgreement {
  const names = Object.keys(COMPARED) as Compared[];
  const values = Object.fromEntries(
    names.map((name) => [name, { compared: 0, differ: 0 }]),
  ) as EngineAgreement['values'];
  const parts = new Map<string, Map<string, number>>();
  for (const input of fc.sample(cases, { numRuns, seed })) {
    const [naive, real] = [runNaive(input), runEngine(input)].map(plain);
    naive.forEach((expected, i) => {
      for (const name of names) {
        const [theirs, ours]: readonly (readonly unknown[])[] = [expected[name], real[i][name]];
        values[name].compared += theirs.length;
        values[name].differ += differences(theirs, ours);
      }
    });
    count(parts, input, naive);
  }
  return { cases: numRuns, seed, values, parts };
}

/** JSON has no −0, and neither has the comparison. */
function plain(results: PlainResult[]): PlainResult[] {
  return JSON.parse(JSON.stringify(results)) as PlainResult[];
}

function differences(theirs: readonly unknown[], ours: readonly unknown[]): number {
  const length = Math.max(theirs.length, ours.length);
  return Array.from({ length }, (_, i) => i).filter((i) => !isDeepStrictEqual(theirs[i], ours[i])).length;
}

function count(parts: EngineAgreement['parts'], input: PlainCase, results: readonly PlainResult[]): void {
  const add = (family: string, name: string, fills: number) => {
    if (fills === 0) return;
    const names = (parts.get(family) ?? new Map()) as Map<string, number>;
    (parts as Map<string, Map<string, number>>).set(family, names);
    names.set(name, (names.get(name) ?? 0) + fills);
  };
  const { slippage, commission, financing, profile } = input.execution;
  results.forEach(({ fills, orders }, i) => {
    const { sizing, risk, direction } = input.portfolios[i];
    for (const strategy of input.strategies) {
      const own = fills.filter((fill) => fill.strategy === strategy.id).length;
      add('strategies', 'type' in strategy ? strategy.type : 'scripted signals', own);
    }
    for (const { type } of orders.filter(({ status }) => status === 'filled')) add('orders', type, 1);
    for (const { exit } of orders) if (exit !== null) add('exits', exit, 1);
    for (const { code } of orders) if (code !== null) add('refused or cancelled', code, 1);
    add('sizing', sizing.type, fills.length);
    for (const { type } of risk) add('limits', type, fills.length);
    add('directions', direction, fills.length);
    add('profiles', profile, fills.length);
    add('slippage', slippage.type, fills.length);
    add('commission', commission.type, fills.length);
    if (financing !== undefined) add('financing', 'financing', fills.length);
  });
}

/** Whether nothing differs. */
export function agrees({ values }: EngineAgreement): boolean {
  return Object.values(values).every(({ differ }) => differ === 0);
}

export function agreementTable(agreement: EngineAgreement): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const rows = Object.entries(COMPARED).map(([name, label]) => {
    const { compared, differ } = agreement.values[name as Compared];
    const verdict = differ === 0 ? 'agree' : `${number(differ)} DIFFER`;
    return `${label.padEnd(18)}${number(compared).padStart(9)}  ${verdict}`;
  });
  const parts = [...agreement.parts].map(([family, names]) => {
    const sorted = [...names].toSorted(([, a], [, b]) => b - a);
    return `${family}: ${sorted.map(([name, fills]) => `${name} ${number(fills)}`).join(', ')}`;
  });
  return [
    `The engine beside the naive engine: ${number(agreement.cases)} random cases of seed ${agreement.seed}`,
    '',
    ...rows,
    '',
    'Who had a say, in fills (orders, exits and codes in orders):',
    ...parts,
  ].join('\n');
}

if (import.meta.main) {
  const [numRuns = 1000, seed = 1] = process.argv.slice(2).map(Number);
  const agreement = engineAgreement(numRuns, seed);
  console.log(agreementTable(agreement));
  if (!agrees(agreement)) process.exitCode = 1;
}
