import type { EventRecord } from '../../events/event.ts';
import { typeSlug } from '../../events/event-id.ts';
import { payloadSchemas } from '../../events/payloads.ts';
import { bindExpression } from '../expression/expression.ts';
import { fieldAt } from '../expression/value.ts';
import { matchesPattern } from '../pattern.ts';

/** Which events of a trace are wanted; all conditions must hold. */
export interface EventQuery {
  /** Names of event types. */
  readonly types?: readonly string[];
  /** Pattern of the container that published it, `portfolio_*`. */
  readonly container?: string;
  /** UTC milliseconds, both ends included. */
  readonly from?: number;
  readonly to?: number;
  /** An expression over the fields of the payload, then of the event: `pnl < 0`, `type == "FILL" && units > 0`. */
  readonly where?: string;
}

/** Net pnl of the trades that fills closed, by the ids of the fills. */
export type PnlOfFills = ReadonlyMap<string, number>;

/**
 * Whether a query asks fills for their pnl. An execution does not know it; that of the trade that a fill closed stands in the
 * POSITION_CLOSE that it led to.
 */
export function asksPnlOfFills({ types, where }: EventQuery): boolean {
  if (where === undefined || types?.includes('FILL') !== true) return false;
  const { paths } = bindExpression<null>(where, () => () => undefined);
  return paths.some((steps) => steps.join('.') === PNL);
}

const PNL = 'pnl';

/** A query ready to be asked at every event. */
export interface EventTest {
  /** What can be said by an event's id alone: its type and its container. */
  readonly wanted: (id: string) => boolean;
  readonly test: (event: EventRecord) => boolean;
}

const EVENT_FIELDS = [
  'id',
  'type',
  'sequenceNumber',
  'timestamp',
  'sourceId',
  'containerId',
  'correlationId',
  'causationId',
] as const satisfies readonly (keyof EventRecord)[];

/**
 * @param name what `where` is called in messages.
 * @param pnlOfFills what `pnl` means for a FILL; without it a FILL has none.
 * @throws UserError for a mistake in `where`: the column, and what was expected or the nearest name.
 */
export function compileQuery(
  { types, container, from, to, where }: EventQuery,
  name = '--where',
  pnlOfFills?: PnlOfFills,
): EventTest {
  const slugs = types === undefined ? undefined : new Set(types.map(typeSlug));
  const matching = new Map<string, boolean>();
  const isOf = (pattern: string, publisher: string) => {
    const known = matching.get(publisher);
    if (known !== undefined) return known;
    const matches = matchesPattern(pattern, publisher);
    matching.set(publisher, matches);
    return matches;
  };
  const expression =
    where === undefined
      ? undefined
      : bindExpression<EventRecord>(
          where,
          (steps) => {
            const asksPnl = pnlOfFills !== undefined && steps.join('.') === PNL;
            const extra = (id: string) => (asksPnl ? pnlOfFills.get(id) : undefined);
            return (event) => fieldAt(event.payload, steps) ?? fieldAt(event, steps) ?? extra(event.id);
          },
          { name, paths: knownPaths(types, pnlOfFills !== undefined), hint: typesWith },
        );
  return {
    wanted(id) {
      const slash = id.lastIndexOf('/');
      if (slugs !== undefined && !slugs.has(id.slice(slash + 1, id.lastIndexOf('-')))) return false;
      return container === undefined || isOf(container, id.slice(0, slash));
    },
    test: (event) =>
      (from === undefined || event.timestamp >= from) &&
      (to === undefined || event.timestamp <= to) &&
      (expression === undefined || expression.test(event)),
  };
}

/** Names that an expression may use; undefined when a type of a user's own is asked for, whose fields nobody knows. */
function knownPaths(types: readonly string[] | undefined, pnl: boolean): string[] | undefined {
  const names = types ?? Object.keys(payloadSchemas);
  const paths = new Set<string>([...EVENT_FIELDS, 'payload.*', ...(pnl ? [PNL] : [])]);
  for (const name of names) {
    if (!Object.hasOwn(payloadSchemas, name)) return undefined;
    for (const field of Object.keys(payloadSchemas[name as keyof typeof payloadSchemas].shape)) {
      paths.add(field).add(`${field}.*`);
    }
  }
  return [...paths];
}

/** For a field that other types than those asked for have. */
function typesWith(path: string): string | undefined {
  const [field] = path.split('.');
  const owners = Object.entries(payloadSchemas).filter(([, { shape }]) => Object.hasOwn(shape, field));
  if (owners.length === 0) return undefined;
  return `${owners.map(([type]) => type).join(', ')} ${owners.length === 1 ? 'has' : 'have'} it`;
}
