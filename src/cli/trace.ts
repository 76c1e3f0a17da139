import { UserError } from '../foundation/user-error.ts';
import type { TraceKey, TraceRule } from '../tracing/settings/trace-rule.ts';
import { hintFor } from '../workflows/config/hint.ts';
import { explainTracing, idleSettings, type TraceExplanation } from '../workflows/explain-tracing.ts';
import { type LoadedWorkflow, loadWorkflow } from '../workflows/load-workflow.ts';
import { provideOwnPackages } from '../workflows/own-packages.ts';
import { prepare } from '../workflows/prepare.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { interruptible, type Work } from './interruptible.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';
import { type TableColumn, tableLines } from './table.ts';

/** Characters in a line of text that goes to a file or a pipe. */
const PLAIN_WIDTH = 160;

/** `admf trace explain <workflow.yaml>`. */
export async function trace(argv: readonly string[], effects: CliEffects): Promise<number> {
  const [what, ...rest] = argv;
  if (what === 'explain') return await explain(rest, effects);
  const message = what === undefined ? 'admf trace: say what to do' : `admf trace: there is no "${what}"`;
  throw new UserError(message, { code: 'bad_command_line', hint: hintFor(what ?? '', ['explain']) });
}

async function explain(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'trace',
    options: { ...LAYER_OPTIONS, 'config-only': 'boolean', json: 'boolean' },
    argument: { name: '<workflow.yaml>', required: true },
  });
  const json = values.json === true;
  const work = async ({ signal }: Work) => {
    provideOwnPackages();
    const workflow = await loadWorkflow(argument as string, {
      baseDirectory: effects.cwd,
      ...layersOf(values, effects),
    });
    const bars = values['config-only'] === true ? null : await barsOf(workflow, signal);
    const rows = explainTracing(workflow.config, bars);
    return () => {
      const { stdout } = effects;
      if (json) stdout.write(`${JSON.stringify(jsonOf(workflow, rows))}\n`);
      else stdout.write(textOf(workflow, rows, effects));
      return 0;
    };
  };
  return interruptible(effects, json, work, 'interrupted');
}

async function barsOf(workflow: LoadedWorkflow, signal: AbortSignal): Promise<Map<string, number>> {
  const { series } = await prepare(workflow, { signal });
  return new Map(series.map(({ symbol, length }) => [symbol, length]));
}

const COLUMNS: readonly TableColumn[] = [
  { heading: 'container', align: 'left' },
  { heading: 'mode', align: 'left' },
  { heading: 'kept', align: 'left' },
  { heading: 'where', align: 'left' },
  { heading: 'memory', align: 'right' },
  { heading: 'pattern', align: 'left' },
  { heading: 'types', align: 'left' },
  { heading: 'reckoned as', align: 'left' },
];

function textOf(
  { config }: LoadedWorkflow,
  rows: readonly TraceExplanation[],
  { stdout, env }: CliEffects,
): string {
  const style = styleFor(hasColor(stdout, env));
  const cells = rows.map(({ container, rule, memory }) => [
    container,
    rule.mode,
    rule.enabled ? keptText(rule) : '-',
    rule.enabled ? whereText(rule) : '-',
    memory.bytes === null ? 'by bars' : bytesText(memory.bytes),
    patternsOf(rule).join(', ') || 'default',
    rule.enabled ? typesText(rule) : '-',
    memory.formula,
  ]);
  const [heading, ...lines] = tableLines(COLUMNS, cells, stdout.columns ?? PLAIN_WIDTH);
  const total = rows.reduce((sum, { memory }) => sum + (memory.bytes ?? 0), 0);
  const unknown = rows.some(({ memory }) => memory.bytes === null);
  const { environment } = config.tracing;
  return `${[
    ...(environment === null ? [] : [`environment: ${environment}`, '']),
    style('bold', heading),
    ...lines,
    '',
    `expected memory: ${bytesText(total)}${unknown ? ', and what grows with the bars' : ''}`,
    ...rows.flatMap(({ container, rule }) =>
      rule.dynamicRules.map(({ condition }) => `${container} changes when ${condition}`),
    ),
    ...idleSettings(config).map(({ source, reason }) => `${style('yellow', 'unused')} ${source}: ${reason}`),
  ].join('\n')}\n`;
}

function keptText({ retention, maxEvents, storage: { backend } }: TraceRule): string {
  if (backend === 'disk') return 'all';
  if (retention === 'sliding_window') return `latest ${maxEvents}`;
  const kept = retention === 'all' ? 'all' : 'open trades';
  return maxEvents === null ? kept : `${kept}, <= ${maxEvents}`;
}

function whereText({ storage: { backend, format, compression } }: TraceRule): string {
  if (backend === 'memory') return 'memory';
  return compression === 'none' ? `disk, ${format}` : `disk, ${format} ${compression}`;
}

function typesText({ types }: TraceRule): string {
  return types === 'ALL' ? 'ALL' : types.join(' ');
}

/** Patterns that said something about a container, the most telling keys first. */
function patternsOf({ from }: TraceRule): string[] {
  const keys: readonly TraceKey[] = ['enabled', 'retention', 'types', 'backend', 'maxEvents', 'budget'];
  const patterns = keys.map((key) => from[key]).filter(({ source }) => source !== 'default');
  return [...new Set(patterns.map(({ pattern }) => pattern ?? 'for all'))];
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function jsonOf({ config }: LoadedWorkflow, rows: readonly TraceExplanation[]): Record<string, unknown> {
  return {
    name: config.name,
    environment: config.tracing.environment,
    containers: rows.map(({ container, type, rule, memory }) => ({
      container,
      type,
      enabled: rule.enabled,
      mode: rule.mode,
      types: rule.types,
      retention: rule.retention,
      max_events: rule.storage.backend === 'disk' ? null : rule.maxEvents,
      storage: {
        backend: rule.storage.backend,
        format: rule.storage.format,
        compression: rule.storage.compression,
        max_file_size_bytes: rule.storage.maxFileSize,
        path: rule.storage.path,
      },
      budget_bytes: rule.storage.backend === 'disk' ? null : rule.budgetBytes,
      on_budget: rule.onBudget,
      partial_results_every: rule.partialResultsEvery,
      conditions: rule.dynamicRules.map(({ condition }) => condition),
      from: Object.fromEntries(Object.entries(rule.from).filter(([, { source }]) => source !== 'default')),
      expected_bytes: memory.bytes,
      formula: memory.formula,
    })),
    unused_patterns: idleSettings(config),
  };
}
