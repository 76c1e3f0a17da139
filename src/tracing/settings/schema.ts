import { z } from 'zod';
import { expects } from '../../foundation/expects.ts';
import { type Contradictable, contradictions } from './contradictions.ts';

/** Kinds of containers that a run has, as `containers[].type` names them. */
export const CONTAINER_TYPES = ['root', 'data', 'features', 'strategy', 'portfolio', 'execution'] as const;

const eventType = expects('an event type such as FILL', z.string().regex(/^[A-Z][A-Z0-9_]*$/));
const typeList = z.array(eventType).nonempty();
const types = () => expects('ALL or a non-empty list of event types', z.union([z.literal('ALL'), typeList]));

const storageConfig = z
  .strictObject({
    compression: expects('true, false, gzip or zstd', z.union([z.boolean(), z.enum(['gzip', 'zstd'])]))
      .optional()
      .describe(
        'How files are compressed. For lines true is gzip; columns are compressed by zstd unless this is false.',
      ),
    max_file_size_mb: z
      .number()
      .gt(0)
      .optional()
      .describe('Size, before compression, at which the next file is begun.'),
    format: z.enum(['jsonl', 'arrow', 'columnar']).optional().describe('Format of the files.'),
  })
  .describe('How events are written to disk.');

/** What may be changed while a run goes on. */
const actionShape = {
  enabled: z.boolean().optional().describe('Whether events are kept at all.'),
  mode: z
    .enum(['off', 'minimal', 'sliding_window', 'full'])
    .optional()
    .describe(
      'Short for a retention: minimal is trade_complete, full is all, written to disk unless said otherwise.',
    ),
  retention_policy: z
    .enum(['trade_complete', 'sliding_window', 'all', 'none'])
    .optional()
    .describe(
      'How long events are kept: until their trade is closed, while they are the latest, always, never.',
    ),
  events_to_trace: types().optional().describe('Event types that are kept; ALL by default.'),
  events: types().optional().describe('Short for events_to_trace.'),
  max_events: z
    .int()
    .min(1)
    .optional()
    .describe('Events held at most: the size of a sliding window, and a limit for the other retentions.'),
  sliding_window_size: z
    .int()
    .min(0)
    .optional()
    .describe('Size of the sliding window in events; 0, for trade_complete, keeps no window.'),
  storage_backend: z
    .enum(['memory', 'disk'])
    .optional()
    .describe('Where events are kept; memory by default, disk for the mode full.'),
  storage_path: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of the files inside the run's results; traces by default."),
  storage_config: storageConfig.optional(),
  memory_budget_mb: z
    .number()
    .min(0.01)
    .optional()
    .describe('Memory for the events of one container, in MB.'),
  on_budget: z
    .enum(['spill', 'shrink', 'stop'])
    .optional()
    .describe(
      'At the budget, or at max_events: write to disk, keep fewer of the latest events, or stop tracing.',
    ),
  partial_results_every: z
    .int()
    .min(1)
    .optional()
    .describe('Closed trades after which results up to there are written.'),
} as const;

const checked = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape).superRefine((value, context) => {
    for (const { path, message } of contradictions(value as Contradictable)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

const action = checked(actionShape).describe('Settings that hold from then on.');

const dynamicRule = z.strictObject({
  condition: z
    .string()
    .min(1)
    .describe(
      'Expression over metrics and portfolio: "metrics.total_pnl > 0". Asked whenever a trade is closed.',
    ),
  action,
});

const ruleShape = {
  ...actionShape,
  dynamic_rules: z
    .array(dynamicRule)
    .optional()
    .describe('Changes of these settings when a condition first holds.'),
} as const;

/** Settings for one set of containers. */
const rule = checked(ruleShape);

/** What a container's own entry says: settings, or only the event types. */
const eventTracing = expects(
  'a list of event types, ALL, or a map',
  z.union([z.literal('ALL'), typeList, rule]),
);

const pattern = z
  .string()
  .min(1)
  .describe('Containers by name, * for any characters; the most specific pattern wins.');

const traceSettings = checked({
  ...ruleShape,
  default: rule.optional().describe('For every container; the same as these keys beside it.'),
  container_settings: z
    .record(pattern, rule)
    .optional()
    .describe('Settings by pattern of container names; the most specific pattern wins, key by key.'),
  overrides: z
    .array(checked({ pattern, ...ruleShape }))
    .optional()
    .describe('The same as a list; of equal patterns the later wins.'),
});

const portfolioSettings = checked({
  ...ruleShape,
  event_tracing: eventTracing.optional().describe('Event types that portfolios keep, or their settings.'),
}).describe('Short for container_settings of portfolio_*.');

const environment = z
  // Its other keys are those of a workflow: they are checked when they are laid over it.
  .looseObject({
    tracing: traceSettings.optional().describe('Which events are kept; short for trace_settings.'),
    trace_settings: traceSettings.optional().describe('Which events are kept.'),
    portfolio_settings: portfolioSettings.optional(),
  })
  .describe('Any keys of a workflow, which win over those outside while this environment is chosen.');

/** `event_tracing` in the entry of a container. */
export const containerTracing = () => eventTracing;

/** `event_tracing` in the entry of a symbol, a strategy or a portfolio. */
export const entryTracing = () =>
  eventTracing.optional().describe('Which events of its container are kept: event types, or settings.');

/** The section `tracing` of a workflow. */
export const tracingSection = traceSettings
  .optional()
  .describe('Which events are kept; short for trace_settings.');

/** The other keys of a workflow that say what is traced. */
export const tracingKeys = {
  trace_settings: traceSettings.optional().describe('Which events are kept.'),
  portfolio_settings: portfolioSettings.optional(),
  environment: z.string().min(1).optional().describe('The environment that is chosen when no other is.'),
  environments: z
    .record(z.string().min(1), environment)
    .optional()
    .describe('Settings by environment, such as development and production.'),
  development: environment.optional(),
  production: environment.optional(),
} as const;

export type WrittenAction = z.output<typeof action>;
export type WrittenRule = z.output<typeof rule>;
export type WrittenEventTracing = z.output<typeof eventTracing>;
export type WrittenTraceSettings = z.output<typeof traceSettings>;
export type WrittenPortfolioSettings = z.output<typeof portfolioSettings>;
export type WrittenEnvironment = z.output<typeof environment>;
/** What of the entry of a container concerns tracing. */
export interface WrittenContainer {
  readonly id: string;
  readonly event_tracing?: WrittenEventTracing;
  readonly memory_budget_mb?: number;
  readonly on_budget?: 'spill' | 'shrink' | 'stop';
}
