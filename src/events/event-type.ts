import type { z } from 'zod';
import { UserError } from '../foundation/user-error.ts';

/** Built-in event types, in numeric order. New ones go at the end: the numbers stand in stored traces. */
export const EVENT_TYPES = [
  'BAR',
  'QUOTE',
  'TRADE',
  'BOOK',
  'FEATURES',
  'REGIME_CHANGE',
  'SIGNAL',
  'ORDER_REQUEST',
  'ORDER',
  'ORDER_REJECTED',
  'ORDER_CANCELLED',
  'ORDER_EXPIRED',
  'FILL',
  'POSITION_OPEN',
  'POSITION_CLOSE',
  'PORTFOLIO_UPDATE',
  'CORPORATE_ACTION',
  'RISK_BREACH',
  'ERROR',
  'LIFECYCLE',
  'TRACE_LIMIT',
  'FINANCING',
  'DEAD_LETTER',
  'MEMORY_LIMIT',
] as const;
export type BuiltInEventType = (typeof EVENT_TYPES)[number];

/** Numbers of the built-in types, for code that meets events by the million. */
export const TYPE = Object.freeze(
  Object.fromEntries(EVENT_TYPES.map((name, number) => [name, number])) as Record<BuiltInEventType, number>,
);

/** Types fit in six bits of an event key; custom ones use the upper half. */
export const EVENT_TYPE_LIMIT = 64;
const FIRST_CUSTOM = 32;

/** A type that a user defined: its name, the zod schema of its payload, and the schema's version. */
export interface EventTypeDefinition<P = unknown> {
  readonly name: string;
  readonly number: number;
  readonly version: number;
  readonly schema: z.ZodType<P>;
}

const customByName = new Map<string, EventTypeDefinition>();
const customByNumber = new Map<number, EventTypeDefinition>();

/**
 * Defines an event type of the user's own. Defining a name again replaces its schema (a notebook cell run twice)
 * and keeps its number.
 *
 * @throws UserError when the name is not UPPER_SNAKE_CASE, is built in, or 32 custom types exist already.
 */
export function defineEventType<P>(name: string, schema: z.ZodType<P>, version = 1): EventTypeDefinition<P> {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    throw new UserError(`event type "${name}" must be in UPPER_SNAKE_CASE`, { code: 'bad_event_type' });
  }
  if ((EVENT_TYPES as readonly string[]).includes(name)) {
    throw new UserError(`event type "${name}" is built in`, { code: 'bad_event_type' });
  }
  const number = customByName.get(name)?.number ?? FIRST_CUSTOM + customByName.size;
  if (number >= EVENT_TYPE_LIMIT) {
    throw new UserError(`no more than ${EVENT_TYPE_LIMIT - FIRST_CUSTOM} custom event types`, {
      code: 'bad_event_type',
    });
  }
  const definition = { name, number, version, schema };
  customByName.set(name, definition);
  customByNumber.set(number, definition);
  return definition;
}

export function customEventType(number: number): EventTypeDefinition | undefined {
  return customByNumber.get(number);
}

export function eventTypeName(number: number): string {
  return EVENT_TYPES[number] ?? customByNumber.get(number)?.name ?? `TYPE_${number}`;
}

export function eventTypeNumber(name: string): number | undefined {
  const builtIn = (EVENT_TYPES as readonly string[]).indexOf(name);
  return builtIn >= 0 ? builtIn : customByName.get(name)?.number;
}

/** All names known now, built-in and custom, for messages and completion. */
export function eventTypeNames(): string[] {
  return [...EVENT_TYPES, ...customByName.keys()];
}
