import { counted, formatNumber } from '../analytics/format.ts';
import { reportLine } from '../data/quality/report.ts';
import type { WorkflowConfig } from '../workflows/config/workflow-config.ts';
import { idleSettings } from '../workflows/explain-tracing.ts';
import { loadWorkflow } from '../workflows/load-workflow.ts';
import { provideOwnPackages } from '../workflows/own-packages.ts';
import { type PreparedRun, prepare } from '../workflows/prepare.ts';
import { isoTime } from '../workflows/results.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { interruptible, type Work } from './interruptible.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';
import { traceRemarks } from './summary.ts';

/** `admf validate <workflow.yaml>`. */
export async function validate(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'validate',
    options: { ...LAYER_OPTIONS, 'config-only': 'boolean', json: 'boolean' },
    argument: { name: '<workflow.yaml>', required: true },
  });
  const file = argument as string;
  const json = values.json === true;
  const work = async ({ signal }: Work) => {
    provideOwnPackages();
    const workflow = await loadWorkflow(file, { baseDirectory: effects.cwd, ...layersOf(values, effects) });
    const prepared = values['config-only'] === true ? null : await prepare(workflow, { signal });
    return () => {
      const { stdout, env } = effects;
      if (json) stdout.write(`${JSON.stringify(jsonOf(workflow.config, prepared))}\n`);
      else stdout.write(textOf(file, workflow.config, prepared, hasColor(stdout, env)));
      return 0;
    };
  };
  return interruptible(effects, json, work, 'interrupted');
}

function textOf(file: string, config: WorkflowConfig, prepared: PreparedRun | null, color: boolean): string {
  const style = styleFor(color);
  const { strategies, portfolios, data } = config;
  const parts = `${counted(strategies.length, 'strategy', 'strategies')}, ${counted(portfolios.length, 'portfolio')}`;
  const lines = [`${style('green', 'valid')}: ${file}, ${parts}, ${counted(data.length, 'symbol')}`];
  if (prepared === null) lines.push('  data and strategy modules were not loaded');
  for (const { symbol, length, openTime, closeTime } of prepared?.series ?? []) {
    const [from, to] = [openTime[0], closeTime[length - 1]].map((time) => isoTime(time)?.slice(0, 10));
    lines.push(`  ${symbol}: ${counted(length, 'bar')}, ${from} to ${to}`);
  }
  for (const report of prepared?.quality ?? []) {
    const line = reportLine(report);
    if (line !== undefined) lines.push(`  ${style('yellow', 'data')} ${line}`);
  }
  lines.push(...traceRemarks(config, style).map((line) => `  ${line}`));
  for (const { id, strategies: followed, cash } of portfolios) {
    lines.push(`  ${id}: follows ${followed.map((f) => f.id).join(', ')} with ${formatNumber(cash, 2)}`);
  }
  return `${lines.join('\n')}\n`;
}

function jsonOf(config: WorkflowConfig, prepared: PreparedRun | null): Record<string, unknown> {
  return {
    valid: true,
    name: config.name,
    strategies: config.strategies.map(({ id }) => id),
    portfolios: config.portfolios.map(({ id }) => id),
    fingerprint: prepared?.fingerprint ?? null,
    unused_patterns: idleSettings(config),
    data:
      prepared?.series.map(({ symbol, length, openTime, closeTime }) => ({
        symbol,
        bars: length,
        from: isoTime(openTime[0]),
        to: isoTime(closeTime[length - 1]),
      })) ?? null,
  };
}
