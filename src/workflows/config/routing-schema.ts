import { z } from 'zod';
import { TIERS } from '../../engine/own/own-container.ts';
import { ROUTE_KINDS, ROUTE_SCOPES } from '../../engine/own/spec.ts';
import { expects } from '../../foundation/expects.ts';
import { CONTAINER_TYPES, containerTracing } from '../../tracing/settings/schema.ts';
import { isDefinition, type StrategyObject } from './strategy-object.ts';

const path = expects('the path of a module', z.string().min(1));
const definition = z.custom<StrategyObject>(isDefinition);

const componentEntry = expects(
  'the path of a module or { type, params }',
  z.union([
    path,
    definition,
    z.strictObject({
      type: expects('the path of a module', z.union([path, definition])).describe(
        'The path of a module of your own, ./watchdog.ts, whose default export defineComponent made.',
      ),
      params: z.record(z.string(), z.unknown()).default({}).describe('Parameters of the component.'),
    }),
  ]),
);

const containerEntry = z.strictObject({
  id: z
    .string()
    .min(1)
    .describe('Name of a container of this run, such as portfolio_main, or of one of your own.'),
  type: z
    .enum(CONTAINER_TYPES)
    .optional()
    .describe('Kind of a container of the engine, for readers; it must be right.'),
  parent: z
    .string()
    .min(1)
    .optional()
    .describe('Container that one of your own stands below; root by default.'),
  components: z
    .array(componentEntry)
    .optional()
    .describe('What lives in a container of your own, in the order in which it hears events.'),
  memory_budget_mb: z
    .number()
    .gt(0)
    .optional()
    .describe('Memory in MB: for the trace, and again for the state and queues of a container of your own.'),
  on_budget: z
    .enum(['spill', 'shrink', 'stop'])
    .optional()
    .describe(
      'At the budget: release traced events and dead letters (to disk, those traced, with spill), or stop; shrink by default.',
    ),
  event_tracing: containerTracing().optional().describe('Which of its events are kept.'),
});

const container = expects('the name of a container', z.string().min(1));
const containers = () =>
  expects('the name of a container or a list of them', z.union([container, z.array(container).nonempty()]));
const eventTypes = () =>
  z.array(expects('an event type such as FILL', z.string().regex(/^[A-Z][A-Z0-9_]*$/))).nonempty();

const condition = z.string().min(1);

const routeEntry = z.strictObject({
  id: z.string().min(1).optional().describe('Name in messages and counts; "from → to" by default.'),
  kind: z
    .enum(ROUTE_KINDS)
    .describe(
      'To one container, to all, to all where a condition holds, by content to the first that fits, or down and up the tree.',
    ),
  from: containers().optional().describe('Where events come from; not of a hierarchical route.'),
  events: eventTypes().optional().describe('Event types that are sent; not of a hierarchical route.'),
  to: containers().optional().describe('Where they go, for pipe, broadcast and filter.'),
  when: condition.optional().describe('Which events a filter lets pass: "event.units > 0".'),
  rules: z
    .array(
      z.strictObject({
        when: condition.describe('Which events go this way: "event.symbol == \'SPX\'".'),
        to: containers().describe('Where they go.'),
      }),
    )
    .nonempty()
    .optional()
    .describe('Of a selective route: the first whose condition holds takes the event.'),
  otherwise: containers()
    .optional()
    .describe('Of a selective route: where an event goes that no rule takes; nowhere by default.'),
  parent: container
    .optional()
    .describe('Of a hierarchical route: the container above; below are all of your own under it.'),
  events_down: eventTypes()
    .optional()
    .describe('Of a hierarchical route: event types that go from the parent down.'),
  events_up: eventTypes()
    .optional()
    .describe('Of a hierarchical route: event types that go from below up to the parent.'),
  tier: z
    .enum(TIERS)
    .default('standard')
    .describe(
      'In batches; at once; or acknowledged, tried again at the end of the bar, and at last a dead letter.',
    ),
  batch_size: z
    .int()
    .min(1)
    .optional()
    .describe('Events in a batch of the tier fast; those of one moment by default.'),
  max_retries: z
    .int()
    .min(0)
    .optional()
    .describe('How often an event of the tier reliable comes again; 3 by default.'),
  scope: z
    .enum(ROUTE_SCOPES)
    .default('family')
    .describe(
      'How far in the tree it may lead: above, below and beside; only below; only beside; or anywhere in the run.',
    ),
});

/** Keys of a workflow for containers and what goes from one to another. */
export const routingKeys = {
  containers: z
    .array(containerEntry)
    .optional()
    .describe('Containers of your own, and settings of single containers.'),
  routes: z
    .array(routeEntry)
    .optional()
    .describe('Ways by which events reach containers of your own, and leave them.'),
} as const;

export type WrittenContainerEntry = z.output<typeof containerEntry>;
export type WrittenRoute = z.output<typeof routeEntry>;

/** Retries of a reliable route that names no number. */
export const DEFAULT_RETRIES = 3;

/** Keys that each kind of route must have, and may have besides those of all. */
export const KEYS_OF_KIND: Readonly<
  Record<WrittenRoute['kind'], { readonly needs: readonly string[]; readonly may: readonly string[] }>
> = {
  pipe: { needs: ['from', 'events', 'to'], may: [] },
  broadcast: { needs: ['from', 'events', 'to'], may: [] },
  filter: { needs: ['from', 'events', 'when', 'to'], may: [] },
  selective: { needs: ['from', 'events', 'rules'], may: ['otherwise'] },
  hierarchical: { needs: ['parent'], may: ['events_down', 'events_up'] },
};
