import { typeSlug } from '../events/event-id.ts';
import { eventTypeNames } from '../events/event-type.ts';
import type { Payloads } from '../events/payloads.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { matchesPattern } from '../tracing/pattern.ts';
import {
  asksPnlOfFills,
  compileQuery,
  type EventQuery,
  type PnlOfFills,
} from '../tracing/stores/event-query.ts';
import { readTraces } from '../tracing/stores/read-trace.ts';
import { type ContainerTrace, findTraces } from '../tracing/stores/trace-catalogue.ts';
import { momentOf } from '../workflows/config/moment.ts';
import type { CliEffects } from './effects.ts';
import { EventTable } from './event-table.ts';
import { parseOptions } from './options.ts';
import { type TraceInput, withTrace } from './trace-input.ts';

const OPTIONS = {
  type: 'string',
  container: 'string',
  from: 'string',
  to: 'string',
  where: 'string',
  limit: 'string',
  json: 'boolean',
} as const;

/** `admf events <run folder or trace file>`. */
export async function events(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'events',
    options: OPTIONS,
    argument: { name: '<run folder or trace file>', required: true },
  });
  const limit = limitOf(values.limit);
  const query: EventQuery = {
    types: values.type?.split(',').flatMap((name) => typesLike(name.trim())),
    container: values.container,
    from: dateOf(values.from, 'from'),
    to: dateOf(values.to, 'to'),
    where: values.where,
  };
  if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
    throw badOption(`--from ${values.from} is after --to ${values.to}`);
  }
  await withTrace(argument as string, effects, (input) =>
    list(input, query, limit, values.json === true, effects),
  );
  return 0;
}

async function list(
  { path, onNotice }: TraceInput,
  query: EventQuery,
  limit: number,
  json: boolean,
  { stdout, stderr }: CliEffects,
): Promise<void> {
  const traces = await findTraces(path, onNotice);
  for (const type of query.types ?? []) await checkType(type, traces);
  const pnlOfFills = asksPnlOfFills(query) ? await pnlByFill(traces) : undefined;
  const { wanted, test } = compileQuery(query, '--where', pnlOfFills);
  const table = json ? null : new EventTable(stdout);
  let count = 0;
  for await (const event of readTraces(traces, { wanted, onNotice })) {
    if (!wanted(event.id) || !test(event)) continue;
    if (count === limit) {
      table?.end();
      if (!json) stderr.write(`stopped by --limit ${limit}: there are more\n`);
      return;
    }
    count++;
    if (table === null) stdout.write(`${JSON.stringify(event)}\n`);
    else table.add(event);
  }
  table?.end();
  if (count > 0 || json) return;
  checkContainer(query.container, traces);
  stderr.write('no event is of that kind\n');
}

/** The types that a pattern such as `POSITION_*` means; any other name as it is. */
function typesLike(name: string): readonly string[] {
  const like = name.includes('*') ? eventTypeNames().filter((type) => matchesPattern(name, type)) : [];
  return like.length > 0 ? like : [name];
}

/** Read before the fills, since a position is closed after its fill. */
async function pnlByFill(traces: readonly ContainerTrace[]): Promise<PnlOfFills> {
  const kept = traces.some(({ container, events }) =>
    events === null ? container.startsWith('portfolio_') : events.includes('POSITION_CLOSE'),
  );
  if (!kept) {
    throw new UserError(
      '--where: the pnl of a FILL stands in the POSITION_CLOSE that it led to, and no container kept those',
      {
        code: 'not_kept',
        hint: 'trace POSITION_CLOSE of portfolio_* too',
      },
    );
  }
  const pnl = new Map<string, number>();
  for await (const { causationId, payload } of readTraces(traces, {
    wanted: (id) => id.includes('/position-close-'),
  })) {
    if (causationId !== null) pnl.set(causationId, (payload as Payloads['POSITION_CLOSE']).pnl);
  }
  return pnl;
}

/** A type that is not known here may be one that the user's own program defined: then it stands in the trace. */
async function checkType(type: string, traces: readonly ContainerTrace[]): Promise<void> {
  if (eventTypeNames().includes(type)) return;
  const slug = typeSlug(type);
  const wanted = (id: string) => id.slice(id.lastIndexOf('/') + 1, id.lastIndexOf('-')) === slug;
  for await (const event of readTraces(traces, { wanted })) if (event.type === type) return;
  throw new UserError(`--type: there is no event type "${type}"`, {
    code: 'unknown_event_type',
    hint: nameHint(type, eventTypeNames()),
  });
}

function checkContainer(pattern: string | undefined, traces: readonly ContainerTrace[]): void {
  const names = traces.map(({ container }) => container);
  if (pattern === undefined || names.some((name) => matchesPattern(pattern, name))) return;
  throw new UserError(`--container: no container with a trace matches "${pattern}"`, {
    code: 'unknown_container',
    hint: nameHint(pattern, names),
  });
}

function dateOf(text: string | undefined, edge: 'from' | 'to'): number | undefined {
  if (text === undefined) return undefined;
  const time = momentOf(text, edge);
  if (time === undefined)
    throw badOption(`--${edge}: "${text}" is not a date, such as 2008-09-15 or 2008-09-15T14:30`);
  return time;
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit === 0) throw badOption(`--limit: "${text}" is not a whole number above 0`);
  return limit;
}

function badOption(message: string): UserError {
  return new UserError(`admf events: ${message}`, {
    code: 'bad_command_line',
    hint: 'see "admf help events"',
  });
}
