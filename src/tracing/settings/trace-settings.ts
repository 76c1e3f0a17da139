import type {
  WrittenContainer,
  WrittenEnvironment,
  WrittenEventTracing,
  WrittenPortfolioSettings,
  WrittenTraceSettings,
} from './schema.ts';
import { blockOf, eventTracingBlock, type TraceBlock } from './trace-block.ts';

/** Blocks that were written together. The order is that of precedence among equal patterns: the later wins. */
export interface TraceLayer {
  /** Name of the environment; null for what stands outside of any. */
  readonly environment: string | null;
  readonly blocks: readonly TraceBlock[];
}

/** All that a workflow says about tracing: plain data. What a layer says wins over all that those before it say. */
export interface TraceSettings {
  /** The environment that was chosen. */
  readonly environment: string | null;
  readonly layers: readonly TraceLayer[];
}

/** What a workflow writes about tracing, after the schema. */
export interface WrittenTracing {
  readonly tracing?: WrittenTraceSettings;
  readonly trace_settings?: WrittenTraceSettings;
  readonly portfolio_settings?: WrittenPortfolioSettings;
  readonly containers?: readonly WrittenContainer[];
  /** `event_tracing` in the entries of symbols, strategies and portfolios. */
  readonly entries: readonly {
    readonly container: string;
    readonly source: string;
    readonly written: WrittenEventTracing;
  }[];
  /** The environment that was chosen, with where it is written. */
  readonly chosen: {
    readonly name: string;
    readonly source: string;
    readonly written: WrittenEnvironment;
  } | null;
}

/** Puts all ways of writing settings into one: blocks in layers. */
export function traceSettingsOf(written: WrittenTracing): TraceSettings {
  const { tracing, trace_settings: settings, portfolio_settings: portfolios, chosen } = written;
  const common: TraceBlock[] = [
    ...settingsBlocks('tracing', tracing),
    ...settingsBlocks('trace_settings', settings),
    ...portfolioBlocks('portfolio_settings', portfolios),
    ...(written.containers ?? []).flatMap(({ id, event_tracing: events, ...budget }, i) => [
      ...budgetBlocks(id, `containers[${i}]`, budget),
      ...(events === undefined ? [] : [eventTracingBlock(id, `containers[${i}].event_tracing`, events)]),
    ]),
    ...written.entries.map((entry) => eventTracingBlock(entry.container, entry.source, entry.written)),
  ];
  const layers: TraceLayer[] = [{ environment: null, blocks: common }];
  if (chosen !== null) {
    const { name, source, written: environment } = chosen;
    const blocks = [
      ...settingsBlocks(`${source}.trace_settings`, environment.trace_settings),
      ...portfolioBlocks(`${source}.portfolio_settings`, environment.portfolio_settings),
      // Last, for settings of the command line are written here.
      ...settingsBlocks(`${source}.tracing`, environment.tracing),
    ];
    layers.push({ environment: name, blocks });
  }
  return { environment: chosen?.name ?? null, layers };
}

function settingsBlocks(source: string, written: WrittenTraceSettings | undefined): TraceBlock[] {
  if (written === undefined) return [];
  const { default: fallback, container_settings: byPattern = {}, overrides = [], ...direct } = written;
  return [
    blockOf(null, source, direct),
    ...(fallback === undefined ? [] : [blockOf(null, `${source}.default`, fallback)]),
    ...Object.entries(byPattern).map(([pattern, rule]) =>
      blockOf(pattern, `${source}.container_settings[${JSON.stringify(pattern)}]`, rule),
    ),
    ...overrides.map(({ pattern, ...rule }, i) => blockOf(pattern, `${source}.overrides[${i}]`, rule)),
  ].filter(saysSomething);
}

function portfolioBlocks(source: string, written: WrittenPortfolioSettings | undefined): TraceBlock[] {
  if (written === undefined) return [];
  const { event_tracing: events, ...rule } = written;
  return [
    ...(events === undefined ? [] : [eventTracingBlock('portfolio_*', `${source}.event_tracing`, events)]),
    blockOf('portfolio_*', source, rule),
  ].filter(saysSomething);
}

/** The memory of a container holds for its trace too, if it has one. */
function budgetBlocks(
  id: string,
  source: string,
  { memory_budget_mb, on_budget }: Pick<WrittenContainer, 'memory_budget_mb' | 'on_budget'>,
): TraceBlock[] {
  const given = {
    ...(memory_budget_mb === undefined ? {} : { memory_budget_mb }),
    ...(on_budget === undefined ? {} : { on_budget }),
  };
  return [blockOf(id, source, given)].filter(saysSomething);
}

function saysSomething(block: TraceBlock): boolean {
  return Object.keys(block).length > 2;
}
