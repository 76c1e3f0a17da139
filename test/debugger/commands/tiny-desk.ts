import { Desk } from '../../../src/debugger/commands/desk.ts';
import { type Executed, execute } from '../../../src/debugger/commands/execute.ts';
import { openDebugSession } from '../../../src/debugger/debug-session.ts';

/** A run of 300 generated bars with some dozen trades, or what is changed about it. */
export function tinyConfig(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'tiny',
    data: [{ symbol: 'X', source: 'generate:gbm?bars=300&seed=7' }],
    strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
    portfolios: [{ id: 'p', strategies: ['trend'], cash: 100_000 }],
    ...changes,
  };
}

export async function tinyDesk(changes?: Readonly<Record<string, unknown>>): Promise<Desk> {
  return new Desk(await openDebugSession(tinyConfig(changes)));
}

/** What a line that must not fail answers. */
export async function answers(desk: Desk, line: string): Promise<string[]> {
  const done = await execute(desk, line);
  return done.map(({ answer, error }) => {
    if (error !== null || answer === null) throw error ?? new Error('no answer');
    return answer.text;
  });
}

/** The last thing that came of a line, which must be a mistake. */
export async function mistake(desk: Desk, line: string): Promise<NonNullable<Executed['error']>> {
  const error = (await execute(desk, line)).at(-1)?.error;
  if (error === null || error === undefined) throw new Error(`nothing is wrong with ${line}`);
  return error;
}
