import { matchesPattern, specificity } from '../pattern.ts';
import { defaultRetention } from './defaults.ts';
import type {
  Compression,
  DynamicRule,
  OnBudget,
  Retention,
  StorageFormat,
  TraceBlock,
  TraceChange,
  TracedTypes,
} from './trace-block.ts';
import type { TraceSettings } from './trace-settings.ts';

export type TraceMode = 'off' | 'minimal' | 'sliding_window' | 'full';

/** Where a value comes from: the pattern that matched (null: settings for all), and its place in the configuration. */
export interface TraceOrigin {
  readonly pattern: string | null;
  /** `trace_settings.overrides[0]`; "default" when nobody said it. */
  readonly source: string;
}

/** Keys of a rule that settings give. */
export type TraceKey = Exclude<keyof TraceChange, 'impliesDisk'> | 'dynamicRules';

/** What one container traces, with nothing left open. */
export interface TraceRule {
  readonly enabled: boolean;
  readonly mode: TraceMode;
  readonly types: TracedTypes;
  readonly retention: Retention;
  /** Size of a sliding window; for the other retentions a limit on events held in memory, null when there is none. */
  readonly maxEvents: number | null;
  readonly storage: {
    readonly backend: 'memory' | 'disk';
    readonly format: StorageFormat;
    /** Of lines and columns; Arrow has one of its own. */
    readonly compression: Compression;
    /** Bytes before compression; null: one file however large. */
    readonly maxFileSize: number | null;
    /** Inside the results of the run. */
    readonly path: string;
  };
  /** Memory for events held, in bytes; null when there is no budget. */
  readonly budgetBytes: number | null;
  /** What happens at `budgetBytes`, and at `maxEvents` where that is a limit. */
  readonly onBudget: OnBudget;
  /** Closed trades after which partial results are written; null: only at the end. */
  readonly partialResultsEvery: number | null;
  /** In the order in which they are asked. */
  readonly dynamicRules: readonly DynamicRule[];
  readonly from: Readonly<Record<TraceKey, TraceOrigin>>;
}

/** Events in a sliding window that gives no size. */
const DEFAULT_WINDOW = 1000;

/** Folder of traces inside the results of a run. */
const DEFAULT_PATH = 'traces';

const KEYS: readonly TraceKey[] = [
  'enabled',
  'types',
  'retention',
  'maxEvents',
  'backend',
  'path',
  'format',
  'compression',
  'maxFileSize',
  'budget',
  'onBudget',
  'partialResultsEvery',
  'dynamicRules',
];

const NOBODY: TraceOrigin = { pattern: null, source: 'default' };

/**
 * What a container traces. Each key is answered by itself: the chosen environment before the rest, there the most specific
 * pattern that says it (of equal ones the later), then the settings for all, then the defaults.
 */
export function resolveTraceRule(containerId: string, settings: TraceSettings): TraceRule {
  const blocks = settings.layers.toReversed().flatMap((layer) => inPrecedence(containerId, layer.blocks));
  return ruleFrom(blocks);
}

/** The rule that holds once the condition of one of its dynamic rules was met: what that says wins over the rest. */
export function applyDynamicRule(rule: TraceRule, index: number): TraceRule {
  const { change } = rule.dynamicRules[index];
  const { pattern, source } = rule.from.dynamicRules;
  const first: TraceBlock = { pattern, source: `${source}.dynamic_rules[${index}]`, ...change };
  return ruleFrom([first, ...said(rule)]);
}

/** Whether anybody wants to trace a container: a budget alone does not say so. */
export function isSpokenOf({ from }: TraceRule): boolean {
  return Object.entries(from).some(
    ([key, { source }]) => source !== NOBODY.source && key !== 'budget' && key !== 'onBudget',
  );
}

/** Blocks that match, the one that wins first. */
function inPrecedence(containerId: string, blocks: readonly TraceBlock[]): TraceBlock[] {
  const rank = ({ pattern }: TraceBlock) => (pattern === null ? -1 : specificity(pattern));
  return blocks
    .filter(({ pattern }) => pattern === null || matchesPattern(pattern, containerId))
    .toReversed()
    .sort((a, b) => rank(b) - rank(a));
}

/** A rule from blocks, the one that wins first. */
function ruleFrom(blocks: readonly TraceBlock[]): TraceRule {
  const from = Object.fromEntries(KEYS.map((key) => [key, NOBODY])) as Record<TraceKey, TraceOrigin>;
  function answer<K extends TraceKey>(key: K): TraceBlock[K] | undefined {
    const block = blocks.find((candidate) => candidate[key] !== undefined);
    if (block !== undefined) from[key] = { pattern: block.pattern, source: block.source };
    return block?.[key];
  }
  const types = answer('types') ?? 'ALL';
  const asked = from.types === NOBODY ? null : types;
  const said = answer('retention');
  const files = {
    format: answer('format'),
    compression: answer('compression'),
    maxFileSize: answer('maxFileSize'),
  };
  const backend = answer('backend') ?? backendImplied(blocks, from);
  const retention = retentionOf(said, asked, backend);
  const enabled = (answer('enabled') ?? true) && said !== 'none';
  return {
    enabled,
    mode: enabled ? MODE_OF_RETENTION[retention] : 'off',
    types,
    retention,
    maxEvents: answer('maxEvents') ?? (retention === 'sliding_window' ? DEFAULT_WINDOW : null),
    storage: {
      backend,
      format: files.format ?? 'jsonl',
      compression: compressionIn(files.format, files.compression),
      maxFileSize: files.maxFileSize ?? null,
      path: answer('path') ?? DEFAULT_PATH,
    },
    budgetBytes: answer('budget') ?? null,
    onBudget: answer('onBudget') ?? 'shrink',
    partialResultsEvery: answer('partialResultsEvery') ?? null,
    dynamicRules: answer('dynamicRules') ?? [],
    from,
  };
}

/** Lines are not compressed unless somebody says so, columns unless somebody says that they are not; these know zstd alone. */
function compressionIn(format: StorageFormat | undefined, said: Compression | undefined): Compression {
  if (format !== 'columnar') return said ?? 'none';
  return said === 'none' ? 'none' : 'zstd';
}

/** Files only grow: what is let go, and when, is about memory. */
function retentionOf(
  said: Retention | 'none' | undefined,
  asked: TracedTypes | null,
  backend: 'memory' | 'disk',
): Retention {
  if (backend === 'disk') return 'all';
  return said === undefined || said === 'none' ? defaultRetention(asked) : said;
}

/** Where nobody names a place: disk when the block that decided on the retention, or on the files, means it. */
function backendImplied(
  blocks: readonly TraceBlock[],
  from: Record<TraceKey, TraceOrigin>,
): 'memory' | 'disk' {
  const deciding = (['retention', 'format', 'compression', 'maxFileSize'] as const).map((key) => from[key]);
  const implying = blocks.find(
    ({ impliesDisk, source }) => impliesDisk === true && deciding.some((origin) => origin.source === source),
  );
  if (implying === undefined) return 'memory';
  from.backend = { pattern: implying.pattern, source: implying.source };
  return 'disk';
}

const MODE_OF_RETENTION = {
  trade_complete: 'minimal',
  sliding_window: 'sliding_window',
  all: 'full',
} as const;

/** A rule as blocks of one key each; what nobody said is left out, so that defaults are found anew. */
function said(rule: TraceRule): TraceBlock[] {
  const { storage } = rule;
  const values: Readonly<Record<TraceKey, unknown>> = {
    enabled: rule.enabled,
    types: rule.types,
    retention: rule.retention,
    maxEvents: rule.maxEvents,
    backend: storage.backend,
    path: storage.path,
    format: storage.format,
    compression: storage.compression,
    maxFileSize: storage.maxFileSize,
    budget: rule.budgetBytes,
    onBudget: rule.onBudget,
    partialResultsEvery: rule.partialResultsEvery,
    dynamicRules: rule.dynamicRules,
  };
  return KEYS.filter((key) => rule.from[key].source !== NOBODY.source).map(
    (key) => ({ ...rule.from[key], [key]: values[key] }) as TraceBlock,
  );
}
