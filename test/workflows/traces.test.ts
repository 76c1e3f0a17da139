import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
      .split('\n');
    expect(new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type))).toEqual(
      new Set(['FILL']),
    );
  });

  test('takes the settings of the environment that it is given', async () => {
    const production = { trace_settings: { mode: 'full' } };
    expect(readdirSync(await files({ production }))).not.toContain('traces');
    expect(readdirSync(await files({ production }, 'production'))).toContain('traces');
  });

  test.each([
    [{ format: 'arrow' }, 'the format arrow'],
    [{ compression: true }, 'compression by gzip'],
    [{ max_file_size_mb: 1 }, 'max_file_size_mb'],
  ])('is refused rather than traced in another way than %j asks', async (config, what) => {
    const settings = { trace_settings: { mode: 'full', storage_config: config } };
    await expect(files(settings)).rejects.toThrow(
      `trace_settings: ${what} is not available yet for the trace of root`,
    );
  });
});
