import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../src/tracing/stores/read-trace.ts';
import { run } from '../../src/workflows/run-workflow.ts';
import { scratchFolder } from '../cli/scratch.ts';

const base = {
  data: [{ symbol: 'X', source: 'generate:gbm?bars=300&seed=7' }],
  strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
};

async function files(settings: Record<string, unknown>, environment?: string): Promise<string> {
  const { directory } = await run({ ...base, ...settings }, { results: scratchFolder(), environment });
  return directory ?? '';
}

describe('a run', () => {
  test('writes a file for each container that traces to disk, into the folder that settings name', async () => {
    const folder = await files({
      portfolio_settings: { event_tracing: ['FILL'], storage_backend: 'disk', storage_path: './audit/a' },
      trace_settings: { overrides: [{ pattern: 'data_*', mode: 'full' }] },
    });
    expect(readdirSync(join(folder, 'traces'))).toEqual(['data_X.jsonl']);
    const lines = readFileSync(join(folder, 'audit', 'a', 'portfolio_p.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type))).toEqual(
      new Set(['FILL']),
    );
  });

  test('takes the settings of the environment that it is given', async () => {
    const production = { trace_settings: { mode: 'full' } };
    expect(readdirSync(await files({ production }))).not.toContain('traces');
    expect(readdirSync(await files({ production }, 'production'))).toContain('traces');
  });

  test('compresses and divides its traces as it is told', async () => {
    const config = { compression: 'zstd', max_file_size_mb: 0.05 };
    const folder = await files({ trace_settings: { mode: 'full', storage_config: config } });
    const names = readdirSync(join(folder, 'traces'));
    expect(names).toContain('portfolio_p.jsonl.zst');
    expect(names).toContain('portfolio_p.0002.jsonl.zst');
    const events = await Array.fromAsync(readTrace(folder));
    expect(events.filter(({ type }) => type === 'BAR')).toHaveLength(300);
  });

  test('is read with the traces that stand in folders of their own', async () => {
    const folder = await files({
      portfolio_settings: { event_tracing: ['FILL'], storage_backend: 'disk', storage_path: './audit/a' },
    });
    const events = await Array.fromAsync(readTrace(folder));
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['FILL']));
  });

  test('is refused rather than traced in another format than is asked for', async () => {
    const settings = { trace_settings: { mode: 'full', storage_config: { format: 'arrow' } } };
    await expect(files(settings)).rejects.toThrow(
      'trace_settings: the format arrow is not available yet for the trace of root',
    );
  });
});
