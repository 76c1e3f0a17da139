import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Desk } from '../../../src/debugger/commands/desk.ts';
import { execute } from '../../../src/debugger/commands/execute.ts';
import { COMMANDS } from '../../../src/debugger/commands/table.ts';
import { openDebugSession } from '../../../src/debugger/debug-session.ts';
import { loadWorkflow } from '../../../src/workflows/load-workflow.ts';
import { prepare } from '../../../src/workflows/prepare.ts';
import { answers } from './tiny-desk.ts';

const prepared = await prepare(
  await loadWorkflow({
    name: 'examples',
    data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
    strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 20, slow: 100 } }],
    portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
  }),
);
const cwd = mkdtempSync(join(tmpdir(), 'admf-examples-'));
mkdirSync(join(cwd, 'test'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** A session in the middle of things: with a mark, two stops, something pinned and a fork, at a fill. */
async function desk(): Promise<Desk> {
  const made = new Desk(await openDebugSession(prepared), cwd);
  const before =
    'goto fill-5; mark entry; display portfolio.equity; b portfolio.equity < 10; watch portfolio.cash';
  await answers(
    made,
    `${before}; goto 2500; fork fast=10; n 5; switch main; disable 2; goto 2000; fill; n; back`,
  );
  return made;
}

/** What there has to be before some of them can be carried out. */
const FIRST: Readonly<Record<string, string>> = {
  forward: 'n; n; back 2',
  compare: 'switch fork-1',
  load: 'save investigation.json',
  whynot: 'finish',
};

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  'help %s',
  (name, { examples }) => {
    test.each(examples.map(({ text }) => text))('"%s" can be carried out', async (line) => {
      const made = await desk();
      if (FIRST[name] !== undefined) await answers(made, FIRST[name]);
      const done = await execute(made, line);
      expect(done.map(({ error }) => error?.line ?? null)).toEqual([null]);
      const [{ answer, call }] = done;
      expect(call).toMatch(/^(?:(?:session = |\(\{ session \} = )?(?:await )?(?:session\.|load\()|\/\/ )/);
      const json = JSON.stringify(answer?.data ?? null);
      // An array of numbers that JSON does not know would be written as a map.
      expect(json).not.toMatch(/"0":/);
      expect(answer?.text).not.toMatch(/\n$|undefined|NaN|\[object/);
    });
  },
);
