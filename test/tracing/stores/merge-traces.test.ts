import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Backtest } from '../../../src/engine/backtest.ts';
import type { EventRecord } from '../../../src/events/event.ts';
import { loadWorkflow } from '../../../src/workflows/load-workflow.ts';
import { prepare } from '../../../src/workflows/prepare.ts';
import { RunTraces } from '../../../src/workflows/traces.ts';
import { recordContainers } from '../../engine/event-streams.ts';
import { inFolder, readAll } from './scratch.ts';

const PORTFOLIO = { strategies: ['fast', 'slow'], cash: 100_000 };

describe.each(['next_open', 'same_close'])('the traces of a run on two symbols, filled at %s,', (profile) => {
  const traced = (folder: string, tracing: Record<string, unknown>) => tracedRun(folder, profile, tracing);

  test('are one stream: every event once, in each container’s order, causes first, time never back', async () => {
    await inFolder(async (folder) => {
      const streams = await traced(folder, { default: { mode: 'full' } });
      const { events, notices } = await readAll(folder);
      expect(notices).toEqual([]);
      for (const [container, expected] of Object.entries(streams)) {
        const own = events.filter(({ containerId }) => containerId === container);
        expect(JSON.stringify(own)).toBe(JSON.stringify(expected));
      }
      expect(events).toHaveLength(Object.values(streams).flat().length);
      expectCausal(events);
      for (let i = 1; i < events.length; i++) {
        expect(events[i].timestamp).toBeGreaterThanOrEqual(events[i - 1].timestamp);
      }
    });
  });

  test('are one stream too when several hold the same events', async () => {
    await inFolder(async (folder) => {
      const named = ['SIGNAL', 'FILL', 'POSITION_CLOSE'];
      const streams = await traced(folder, {
        overrides: [
          { pattern: 'portfolio_*', mode: 'full', events: named },
          { pattern: 'execution_a', mode: 'full' },
        ],
      });
      const { events } = await readAll(folder);
      const kept = Object.entries(streams).flatMap(([container, own]) =>
        own.filter(({ type }) => named.includes(type) || container === 'execution_a'),
      );
      const ids = (list: readonly EventRecord[]) => list.map(({ id }) => id);
      expect(ids(events).sort()).toEqual(ids(kept).sort());
      expect((await readAll(folder, { container: 'portfolio_b' })).events.map(({ type }) => type)).toContain(
        'FILL',
      );
      expectCausal(events);
    });
  });
});

test('a container whose clock goes back keeps its order', async () => {
  await inFolder(async (folder) => {
    const line = (
      container: string,
      sequenceNumber: number,
      timestamp: number,
      causationId: string | null = null,
    ) =>
      `${JSON.stringify({ id: `${container}/fill-${sequenceNumber}`, type: 'FILL', sequenceNumber, timestamp, sourceId: '', containerId: container, correlationId: null, causationId, payload: {} })}\n`;
    for (const container of ['a', 'b']) {
      writeFileSync(
        join(folder, `${container}.jsonl`),
        `{"admf_trace":1,"container":"${container}","part":1}\n`,
      );
    }
    appendFileSync(join(folder, 'a.jsonl'), line('a', 1, 10) + line('a', 2, 5) + line('a', 3, 20));
    // Caused by what is stamped later.
    appendFileSync(join(folder, 'b.jsonl'), line('b', 1, 1, 'a/fill-3') + line('b', 2, 30));
    const { events } = await readAll(folder);
    expect(events.map(({ id }) => id)).toEqual(['a/fill-1', 'a/fill-2', 'a/fill-3', 'b/fill-1', 'b/fill-2']);
    expect(readFileSync(join(folder, 'b.jsonl'), 'utf8')).toContain('"timestamp":1,');
  });
});

function expectCausal(events: readonly EventRecord[]): void {
  const all = new Set(events.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { id, causationId } of events) {
    if (causationId !== null && all.has(causationId)) expect(seen).toContain(causationId);
    seen.add(id);
  }
}

/** Runs, and returns what each container published. */
async function tracedRun(folder: string, profile: string, tracing: Record<string, unknown>) {
  const workflow = await loadWorkflow({
    name: 'merged',
    data: ['X', 'Y'].map((symbol, i) => ({ symbol, source: `generate:gbm?bars=120&seed=${7 + i}` })),
    strategies: [
      { id: 'fast', type: 'sma_crossover', params: { fast: 2, slow: 3 } },
      { id: 'slow', type: 'sma_crossover', params: { fast: 3, slow: 7 } },
    ],
    portfolios: [
      { id: 'a', ...PORTFOLIO },
      { id: 'b', ...PORTFOLIO },
    ],
    execution: { profile },
    tracing,
  });
  const backtest = new Backtest((await prepare(workflow)).spec);
  const streams = recordContainers(backtest);
  const traces = new RunTraces(backtest.engine.topology, workflow.config.tracing, folder);
  await backtest.run();
  traces.close();
  return streams;
}
