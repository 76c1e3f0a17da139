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

  // The symbol's slash was taken for a folder, and the run ended with ENOENT.
  test.each(['jsonl', 'columnar', 'arrow'])(
    'writes a trace as %s of a symbol with a slash in it',
    async (format) => {
      const folder = await files({
        data: [{ symbol: 'BTC/USDT', source: 'generate:gbm?bars=300&seed=7' }],
        tracing: { default: { mode: 'full', storage_config: { format } } },
      });
      const ending = { jsonl: '.jsonl', columnar: '.trace', arrow: '.arrows' }[format];
      expect(readdirSync(join(folder, 'traces'))).toContain(`data_BTC%2FUSDT${ending}`);
      const bars = await Array.fromAsync(readTrace(join(folder, 'traces', 'data_BTC%2FUSDT')));
      expect(bars).toHaveLength(300);
      expect(bars[299].id).toBe('data_BTC/USDT/bar-300');
      const events = await Array.fromAsync(readTrace(folder));
      expect(new Set(events.map(({ containerId }) => containerId))).toContain('features_BTC/USDT');
    },
  );

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

  test('gives the same events as Arrow as in lines of JSON, of parts and of listed types too', async () => {
    const traced = async (config: Record<string, unknown>, more: Record<string, unknown> = {}) => {
      const folder = await files({ trace_settings: { mode: 'full', storage_config: config }, ...more });
      return { folder, events: await Array.fromAsync(readTrace(folder)) };
    };
    const lines = await traced({ format: 'jsonl' });
    const arrow = await traced({ format: 'arrow', max_file_size_mb: 0.03 });
    expect(readdirSync(join(arrow.folder, 'traces'))).toContain('portfolio_p.0002.arrows');
    expect(JSON.stringify(arrow.events)).toBe(JSON.stringify(lines.events));
    const listed = { portfolio_settings: { event_tracing: ['FILL', 'BAR'], storage_backend: 'disk' } };
    expect((await traced({ format: 'arrow' }, listed)).events).toEqual(
      (await traced({ format: 'jsonl' }, listed)).events,
    );
  });

  test('is refused rather than traced into other files than are asked for', async () => {
    const config = { format: 'columnar', max_file_size_mb: 1 };
    await expect(files({ trace_settings: { mode: 'full', storage_config: config } })).rejects.toThrow(
      'trace_settings.storage_config.max_file_size_mb: columnar traces are one file, without max_file_size_mb',
    );
    // What two blocks say together is known only of a container.
    const apart = {
      mode: 'full',
      storage_config: { format: 'columnar' },
      overrides: [{ pattern: 'data_*', storage_config: { max_file_size_mb: 1 } }],
    };
    await expect(files({ trace_settings: apart })).rejects.toThrow(
      'trace_settings.overrides[0]: columnar traces are one file, without max_file_size_mb',
    );
  });
});
