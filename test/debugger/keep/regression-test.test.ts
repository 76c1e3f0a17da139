import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fork } from '../../../src/debugger/forks/fork.ts';
import { causeChain } from '../../../src/debugger/keep/cause-chain.ts';
import { regressionTest, writeRegressionTest } from '../../../src/debugger/keep/regression-test.ts';
import { goto, step } from '../../../src/debugger/motions/walk.ts';
import { open } from '../../../src/debugger/open-session.ts';
import type { Session } from '../../../src/debugger/session.ts';
import { ROOT } from '../../support/repository-files.ts';
import { mixed, refusal, sessionAt, single } from '../forks/runs.ts';

/** The first bar after `bar` that has an event of a type. */
async function toFirst(session: Session, type: string, bar: number): Promise<string> {
  for (let at = bar + 1; at <= session.bars; at++) {
    await goto(session, at);
    const found = session.eventsOf(at).find((event) => event.type === type);
    if (found !== undefined) return found.id;
  }
  throw new Error(`no ${type} after bar ${bar}`);
}

describe('the test that is written', () => {
  let folder = '';
  beforeEach(() => {
    // Within the package, so that it is found under its name, and out of sight of git.
    mkdirSync(join(ROOT, '.vitest'), { recursive: true });
    folder = mkdtempSync(join(ROOT, '.vitest', 'written-'));
    mkdirSync(join(folder, 'flows'));
    writeFileSync(join(folder, 'flows', 'flow.yaml'), JSON.stringify(single));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function runVitest(): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', folder],
      { encoding: 'utf8', cwd: folder, env: { ...process.env, NO_COLOR: '1', VITEST: undefined } },
    );
    return { status, output: `${stdout}${stderr}` };
  }

  test('passes on the run it was written from, and fails when a parameter is changed', async () => {
    const session = await open(join(folder, 'flows', 'flow.yaml'));
    await toFirst(session, 'FILL', 300);
    await writeRegressionTest(session, join(folder, 'fill.test.ts'));
    await goto(session, 350);
    const forked = await fork(session, ['fast=10', 'slippage=5bps'], 'other');
    await toFirst(forked, 'POSITION_CLOSE', 350);
    const { title } = await writeRegressionTest(forked, join(folder, 'fork.test.ts'));
    // Written of another configuration than its workflow's own, it failed at once.
    const layered = await open(join(folder, 'flows', 'flow.yaml'), { set: ['strategies[0].params.slow=30'] });
    await toFirst(layered, 'FILL', 300);
    await writeRegressionTest(layered, join(folder, 'layered.test.ts'));
    const passed = runVitest();
    expect(passed.output).toContain('Tests  3 passed (3)');
    expect(passed.status).toBe(0);
    rmSync(join(folder, 'layered.test.ts'));

    const changed = { ...single, strategies: [{ ...single.strategies[0], params: { fast: 6, slow: 20 } }] };
    writeFileSync(join(folder, 'flows', 'flow.yaml'), JSON.stringify(changed));
    const failed = runVitest();
    expect(failed.output).toContain('Tests  2 failed (2)');
    expect(failed.output).toContain(title);
    expect(failed.status).toBe(1);
  });

  test('reads like one that was written by hand', async () => {
    const session = await open(join(folder, 'flows', 'flow.yaml'));
    await toFirst(session, 'FILL', 300);
    await writeRegressionTest(session, join(folder, 'fill.test.ts'));
    expect(readFileSync(join(folder, 'fill.test.ts'), 'utf8')).toMatchInlineSnapshot(`
      "import { fileURLToPath } from 'node:url';
      import { open } from 'admf';
      import { expect, test } from 'vitest';

      const WORKFLOW = fileURLToPath(new URL('./flows/flow.yaml', import.meta.url));

      test('main buys 2435 AAA at 83.5 on 2001-03-12', async () => {
        const session = await open(WORKFLOW);
        await session.goto(311);

        const [event, ...causes] = session.causes('execution_main/fill-16');
        expect(new Date(event.timestamp).toISOString()).toBe('2001-03-12T00:00:00.000Z');
        expect(event.payload).toEqual({
          orderNumber: 16,
          portfolioId: 'main',
          strategyId: 'trend',
          symbol: 'AAA',
          units: 2435,
          orderType: 'market',
          price: null,
          timeInForce: 'GTC',
          decisionIndex: 309,
          decisionPrice: 83.51,
          index: 310,
          rule: 'open',
          fillPrice: 83.5,
          referencePrice: 83.5,
          slippage: 0,
          commission: 0,
          cashChange: -203322.5,
          multiplier: 1,
        });
        expect(causes.map(({ id }) => id)).toEqual([
          'portfolio_main/order-370',
          'portfolio_main/order-request-369',
          'strategy_trend/signal-16',
          'features_AAA/features-310',
          'data_AAA/bar-310',
        ]);
      });
      "
    `);
  });

  test('does not write over a file, unless it is told to', async () => {
    const session = await open(join(folder, 'flows', 'flow.yaml'));
    await toFirst(session, 'FILL', 300);
    const file = join(folder, 'fill.test.ts');
    writeFileSync(file, 'mine');
    expect(await refusal(writeRegressionTest(session, file))).toMatch(
      /fill\.test\.ts exists already \(give the test another name\)$/,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await writeRegressionTest(session, file, { replace: true });
    expect(readFileSync(file, 'utf8')).not.toBe('mine');
  });
});

describe('what is tested', () => {
  test('is the event at the cursor, or at the end of a bar what matters most', async () => {
    const session = await sessionAt(single, 300);
    const fill = await toFirst(session, 'FILL', 300);
    const { bar } = session.position;
    expect(regressionTest(session)).toMatchObject({ eventId: fill, bar });
    await goto(session, bar - 1);
    expect(regressionTest(session).eventId).toMatch(/^portfolio_main\/order-\d+$/);
    const signal = session.allEventsOf(bar - 1).findIndex(({ type }) => type === 'SIGNAL');
    session.moveTo({ bar: bar - 1, event: signal });
    expect(regressionTest(session).title).toMatch(/^trend says (BUY|SELL) AAA at /);
  });

  test('may be named: an event, or a trade by its end, or its beginning while it is open', async () => {
    const session = await sessionAt(single, 300);
    const close = await toFirst(session, 'POSITION_CLOSE', 300);
    const closed = session.eventsOf(session.position.bar).find(({ id }) => id === close);
    const trade = closed?.correlationId ?? '';
    await goto(session, 900);
    expect(regressionTest(session, { id: close }).title).toMatch(
      /^trade \d+, (long|short) \d+ AAA, ends at [\d.]+ with -?[\d,.]+ on 2/,
    );
    expect(regressionTest(session, { id: trade }).eventId).toBe(close);
    const entry = await sessionAt(single, 300);
    await toFirst(entry, 'POSITION_CLOSE', 300);
    await goto(entry, entry.position.bar - 1);
    expect(regressionTest(entry, { id: trade }).eventId).toMatch(/position-open/);
  });

  test('must be there, up to the cursor', async () => {
    const session = await sessionAt(single, 2);
    expect(() => regressionTest(session)).toThrow('nothing happened at bar 2 that could be tested');
    expect(() => regressionTest(session, { id: 'execution_main/fill-1' })).toThrow(
      'there is no event "execution_main/fill-1" up to the cursor',
    );
    expect(() => regressionTest(session, { id: 'execution_mian/fill-1' })).toThrow(
      expect.objectContaining({ hint: 'did you mean "execution_main"?' }),
    );
    await step(session);
    expect(session.event?.type).toBe('BAR');
    expect(() => regressionTest(session)).toThrow('BAR data_AAA/bar-3 is nothing to test');
  });

  test('of strategies in code is refused, and of a configuration as an object holds it', async () => {
    const coded = await sessionAt(mixed, 0);
    await toFirst(coded, 'FILL', 0);
    expect(() => regressionTest(coded)).toThrow('a test cannot name strategies that were given in code');
    const session = await sessionAt(single, 0);
    await toFirst(session, 'FILL', 0);
    expect(regressionTest(session).text).toContain("const WORKFLOW = {\n  name: 'single',");
  });
});

test('the chain of a fill goes down to its bar, over the bars between', async () => {
  const session = await sessionAt(single, 300);
  const fill = await toFirst(session, 'FILL', 300);
  const chain = causeChain(session, fill);
  expect(chain.map(({ type }) => type)).toEqual([
    'FILL',
    'ORDER',
    'ORDER_REQUEST',
    'SIGNAL',
    'FEATURES',
    'BAR',
  ]);
  chain.slice(1).forEach(({ id }, i) => {
    expect(id).toBe(chain[i].causationId);
  });
});
