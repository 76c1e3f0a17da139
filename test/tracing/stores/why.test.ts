import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../src/events/event.ts';
import { UserError } from '../../../src/foundation/user-error.ts';
import { whyFromDisk } from '../../../src/tracing/stores/stored-events.ts';
import { findTraces } from '../../../src/tracing/stores/trace-catalogue.ts';
import { type WhyStep, whyChain } from '../../../src/tracing/why.ts';
import { whyText, whyTradeText } from '../../../src/tracing/why-text.ts';
import { run } from '../../../src/workflows/run-workflow.ts';
import { containersOfRun } from '../../../src/workflows/stored-run.ts';
import { expectGolden } from '../../golden/golden.ts';
import { inFolder, readAll } from './scratch.ts';
import { tracedRun } from './why-run.ts';

const GOLDEN = join(import.meta.dirname, '..', '..', 'golden', 'why');

test('a long, a partial close, a reversal, a short and its end are told from a trace on disk', async () => {
  await inFolder(async (folder) => {
    const run = await tracedRun(folder);
    const fills = ['long', 'partial-close', 'reversal', 'short-closed'];
    for (const [i, name] of fills.entries()) {
      const told = await tell(run, `execution_a/fill-${i + 1}`);
      expectGolden(told, join(GOLDEN, `${name}.txt`));
    }
    expectGolden(await tell(run, 'portfolio_a/trade-1'), join(GOLDEN, 'trade-long.txt'));
    expectGolden(await tell(run, 'portfolio_a/trade-2'), join(GOLDEN, 'trade-short.txt'));
  });
});

test('the chain from disk is the chain from memory', async () => {
  await inFolder(async (folder) => {
    const run = await tracedRun(folder);
    const { events } = await readAll(run);
    const byId = new Map(events.map((event) => [event.id, event]));
    for (const { id } of events.filter(({ type }) => type !== 'PORTFOLIO_UPDATE' && type !== 'BAR')) {
      const [, bare] = id.split('/');
      const isUnique = events.filter((event) => event.id.endsWith(`/${bare}`)).length === 1;
      const typed = isUnique ? bare : id;
      expect(await whyFromDisk(await findTraces(run), typed)).toEqual(whyChain((i) => byId.get(i), id));
    }
  });
});

test('beside a fill stands the bar that filled it, and its price is one of that bar', async () => {
  await inFolder(async (folder) => {
    const traces = await findTraces(await tracedRun(folder));
    for (let number = 1; number <= 4; number++) {
      const { event, bar } = (await whyFromDisk(traces, `execution_a/fill-${number}`)) as WhyStep;
      const fill = (event as EventRecord<'FILL'>).payload;
      expect(bar).toMatchObject({
        event: { type: 'BAR', payload: { symbol: 'X', index: fill.index, open: fill.referencePrice } },
      });
    }
  });
});

// Whatever else the market's container publishes is numbered with its bars.
test('the bar of a fill is found by its place, not by the number of its event', async () => {
  await inFolder(async (folder) => {
    const write = (container: string, type: string, number: number, payload: object) => {
      const path = join(folder, `${container}.jsonl`);
      if (!existsSync(path)) writeFileSync(path, `{"admf_trace":1,"container":"${container}","part":1}\n`);
      const event = {
        id: `${container}/${type.toLowerCase()}-${number}`,
        type,
        sequenceNumber: number,
        timestamp: number,
        sourceId: '',
        containerId: container,
        correlationId: null,
        causationId: null,
        payload,
      };
      appendFileSync(path, `${JSON.stringify(event)}\n`);
    };
    write('execution_a', 'FILL', 1, { symbol: 'X', index: 1 });
    write('data_X', 'BAR', 1, { symbol: 'X', index: 0 });
    write('data_X', 'NOTE', 2, {});
    write('data_X', 'BAR', 3, { symbol: 'X', index: 1 });
    write('data_X', 'BAR', 4, { symbol: 'X', index: 2 });
    const { bar } = (await whyFromDisk(await findTraces(join(folder, 'execution_a')), 'fill-1')) as WhyStep;
    expect(bar).toMatchObject({ missing: 'data_X/bar-2' });
    const all = [
      ...(await findTraces(join(folder, 'execution_a'))),
      ...(await findTraces(join(folder, 'data_X'))),
    ];
    const told = (await whyFromDisk(all, 'fill-1')) as WhyStep;
    expect(told.bar).toMatchObject({ event: { id: 'data_X/bar-3' } });
  });
});

test('an event that was not kept is told with the setting that would keep it', async () => {
  await inFolder(async (folder) => {
    const run = await tracedRun(folder, {
      overrides: [
        { pattern: 'execution_a', mode: 'full' },
        { pattern: 'portfolio_a', mode: 'full', events: ['ORDER', 'FILL'] },
      ],
    });
    expectGolden(await tell(run, 'fill-1'), join(GOLDEN, 'not-kept.txt'));
    expect(await mistake(run, 'execution_b/fill-1')).toBe(
      'there is no event execution_b/fill-1 in the trace (execution_b kept no trace; tracing: { overrides: [{ pattern: execution_b, mode: full }] } in the workflow keeps one)',
    );
    expect(await mistake(run, 'portfolio_a/position-open-9')).toBe(
      'there is no event portfolio_a/position-open-9 in the trace (portfolio_a kept only ORDER, FILL; add POSITION_OPEN to its events under tracing in the workflow)',
    );
    expect(await mistake(run, 'signal-1')).toBe(
      'there is no event signal-1 in the trace (no container kept SIGNAL; tracing: { default: { mode: full } } in the workflow keeps all)',
    );
  });
});

// It was told to keep what it had kept.
test('a run that kept everything, and had none of what is asked for, says that', async () => {
  await inFolder(async (folder) => {
    const { directory } = await run(
      {
        data: [{ symbol: 'X', source: 'generate:gbm?bars=3&seed=7' }],
        strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
        portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
        tracing: { mode: 'full' },
      },
      { results: folder },
    );
    expect(await mistake(directory as string, 'fill-1')).toBe(
      'there is no event fill-1 in the trace (the trace would hold FILL, and up to its end there was none)',
    );
  });
});

describe('of an id, it is told', () => {
  test.each([
    [
      'fill-1',
      'fill-1 may be 2 events: execution_a/fill-1, execution_b/fill-1 (name its container: execution_a/fill-1)',
    ],
    [
      'trade-2',
      'trade-2 may be 2 trades: portfolio_a/trade-2, portfolio_b/trade-2 (name its container: portfolio_a/trade-2)',
    ],
    ['fill-9', 'there is no event fill-9 in the trace (the nearest is execution_a/fill-4)'],
    [
      'execution_b/fill-9',
      'there is no event execution_b/fill-9 in the trace (the nearest is execution_b/fill-4)',
    ],
    ['trade-9', 'there is no event of trade-9 in the trace (the nearest is portfolio_a/trade-2)'],
    ['execution_c/fill-1', 'the run has no container "execution_c" (did you mean execution_a/fill-1?)'],
    ['fil-1', 'there is no type of event "fil", as in fil-1 (did you mean fill-1?)'],
    [
      'fill',
      '"fill" is not the id of an event (ids look like fill-12, portfolio_balanced/order-7 or trade-3)',
    ],
  ])('%s: %s', async (id, line) => {
    await inFolder(async (folder) => expect(await mistake(await tracedRun(folder), id)).toBe(line));
  });
});

test('a chain in a single file goes as far as the file does', async () => {
  await inFolder(async (folder) => {
    const run = await tracedRun(folder);
    rmSync(join(run, 'traces', 'data_X.jsonl'));
    const told = await tell(run, 'execution_a/fill-1');
    expect(told).toMatch(/└ data_X\/bar-10 is not in the trace: data_X kept no trace/);
    const alone = await tell(join(run, 'traces', 'execution_a.jsonl'), 'fill-1');
    expect(alone).toMatch(/└ portfolio_a\/order-\d+ is not in the trace: portfolio_a kept no trace/);
  });
});

test('an event that somebody wrote as its own cause does not go on for ever', () => {
  const event = { id: 'x/fill-1', causationId: 'x/fill-1' } as EventRecord;
  const chain = whyChain(() => event, 'x/fill-1') as WhyStep;
  expect(chain.cause).toEqual({ missing: 'x/fill-1', reason: 'it is its own cause' });
});

async function tell(path: string, id: string): Promise<string> {
  const told = await whyFromDisk(await findTraces(path), id, { containers: await containersOfRun(path) });
  return 'chains' in told ? whyTradeText(told) : whyText(told);
}

async function mistake(run: string, id: string): Promise<string> {
  const told = await tell(run, id).catch((error: unknown) => error);
  return told instanceof UserError ? told.line : `no mistake: ${String(told)}`;
}
