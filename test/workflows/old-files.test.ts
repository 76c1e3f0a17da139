import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WORKFLOW_VERSION } from '../../src/workflows/config/schema.ts';
import { loadWorkflow } from '../../src/workflows/load-workflow.ts';
import { RESULTS_FORMAT } from '../../src/workflows/results-format.ts';
import { invoke } from '../cli/invoke.ts';
import { scratchFolder } from '../cli/scratch.ts';

const OLD = join(import.meta.dirname, '..', 'fixtures', 'old');
const RESULTS = join(OLD, 'results-format-1');

describe('a workflow of version 1', () => {
  test('is read, whatever it uses', async () => {
    const { config } = await loadWorkflow('workflow-version-1.yaml', { baseDirectory: OLD });
    expect(config).toMatchObject({
      name: 'every-section',
      seed: 7,
      validation: 'boundary',
      onError: 'continue',
      benchmark: 'SPX',
      metrics: { riskFreeRate: 0.02 },
      execution: {
        closeAtEnd: true,
        commission: { type: 'per_share', params: { amount: 0.005, minimum: 1 } },
      },
      tracing: { environment: 'development' },
    });
    expect(config.portfolios[1].strategies).toEqual([
      { id: 'trend', weight: 0.6 },
      { id: 'dip', weight: 0.4 },
    ]);
  });

  test('has a fixture of the present version too', () => {
    expect(readFileSync(join(OLD, `workflow-version-${WORKFLOW_VERSION}.yaml`), 'utf8')).toContain(
      `version: ${WORKFLOW_VERSION}\n`,
    );
  });
});

describe('results of format 1', () => {
  test('are read by events and why', async () => {
    const events = await invoke(['events', RESULTS, '--type', 'POSITION_CLOSE', '--json'], { cwd: '/' });
    expect([events.code, events.stderr]).toEqual([0, '']);
    expect(events.stdout.trim().split('\n')).toHaveLength(6);
    const why = await invoke(['why', RESULTS, 'trade-1'], { cwd: '/' });
    expect([why.code, why.stderr]).toEqual([0, '']);
    expect(why.stdout).toContain('crossed above slow');
  });

  test.each([
    [RESULTS_FORMAT + 1, 'update ADMF'],
    [0, 'run the workflow again: its configuration is in run.json'],
    ['"x"', 'run the workflow again: its configuration is in run.json'],
  ])('those of format %s are refused with what to do', async (format, hint) => {
    const cwd = scratchFolder();
    cpSync(RESULTS, join(cwd, 'run'), { recursive: true });
    const path = join(cwd, 'run', 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"format": 1', `"format": ${format}`));
    for (const command of [
      ['events', 'run'],
      ['why', 'run', 'trade-1'],
    ]) {
      const { code, stderr } = await invoke(command, { cwd });
      expect([code, stderr]).toEqual([
        2,
        `run holds results of format ${format}, this ADMF reads formats 1 to ${RESULTS_FORMAT}\n  hint: ${hint}\n`,
      ]);
    }
  });
});
