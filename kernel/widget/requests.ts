import { z } from 'zod';
import { SPEEDS } from '../../src/index.ts';

const count = z.int().min(1).max(1000);
const what = <const N extends string>(name: N) => z.literal(name);

/** What a front end may ask for. */
const deed = z.discriminatedUnion('what', [
  /** Bars, or events. */
  z.strictObject({ what: z.enum(['next', 'back', 'step', 'step-back']), count: count.default(1) }),
  z.strictObject({ what: z.enum(['fill', 'fill-back', 'continue', 'continue-back', 'start', 'end']) }),
  z.strictObject({ what: what('goto'), place: z.union([z.int().min(0), z.string().min(1).max(200)]) }),
  /** Wherever the slider is dragged: only the last of many counts. */
  z.strictObject({ what: what('drag'), bar: z.int().min(0) }),
  /** To a place, or until something is true. */
  z.strictObject({ what: what('until'), text: z.string().max(2000) }),
  z.strictObject({ what: what('break'), text: z.string().max(2000) }),
  z.strictObject({ what: what('delete'), stop: z.int().min(1) }),
  z.strictObject({ what: z.enum(['play', 'pause']) }),
  z.strictObject({ what: what('why'), of: z.string().min(1).max(200).nullable() }),
  z.strictObject({ what: what('whynot') }),
  z.strictObject({ what: what('events'), move: z.int() }),
  z.strictObject({ what: what('filter'), text: z.string().max(2000) }),
  z.strictObject({ what: what('toggle'), path: z.string().min(1).max(500) }),
  z.strictObject({ what: what('zoom'), by: z.int() }),
  z.strictObject({ what: what('pan'), by: z.int() }),
  /** To another run of the tree of forks. */
  z.strictObject({ what: what('switch'), run: z.string().min(1).max(100) }),
  z.strictObject({
    what: what('focus'),
    portfolio: z.string().optional(),
    strategy: z.string().optional(),
    symbol: z.string().optional(),
  }),
  z.strictObject({
    what: what('ask'),
    question: z.enum(['off', 'direction', 'trade']),
    horizon: count.optional(),
  }),
  z.strictObject({ what: what('say'), said: z.enum(['up', 'down', 'buy', 'sell', 'hold']) }),
]);

/** A message of a front end: it is there, it asks for something, it has drawn a frame, it is gone. */
const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello'), front: z.string().min(1).max(100) }),
  z.strictObject({
    kind: z.literal('request'),
    front: z.string().min(1).max(100),
    id: z.int().min(1),
    deed,
  }),
  z.strictObject({ kind: z.literal('drawn'), front: z.string().min(1).max(100), number: z.int() }),
  z.strictObject({ kind: z.literal('gone'), front: z.string().min(1).max(100) }),
]);

export type Deed = z.output<typeof deed>;
export type Request = Extract<z.output<typeof message>, { kind: 'request' }>;

/** Undefined, and why, for what no view of ours sends. */
export function readMessage(content: unknown): z.output<typeof message> | string {
  const read = message.safeParse(content);
  if (read.success) return read.data;
  const [{ path, message: text }] = read.error.issues;
  return `${path.length === 0 ? 'message' : path.map(String).join('.')}: ${text}`;
}

/** Bars a second, both ways alike. */
export const PLAY_SPEEDS: readonly number[] = SPEEDS.filter((speed) => speed > 0);
