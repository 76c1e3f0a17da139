import { z } from 'zod';

/** Rises when a file of before could no longer be read as it is. */
export const SESSION_FORMAT = 1;
/** Tells our files from other JSON. */
export const SESSION_KIND = 'admf-session';

const bar = z.int().min(0);
const position = z.strictObject({ bar, event: z.int().min(0).nullable() });
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const json = z.json();

const run = z.strictObject({
  /** `main` for the first. */
  name: z.string().min(1),
  /** Whose past it shares; null for the first. */
  parent: z.string().nullable(),
  /** The bar at which it was forked. */
  from: bar,
  changes: z.array(z.string()),
  cursor: position,
  focus: z.strictObject({ portfolio: z.string(), strategy: z.string(), symbol: z.string() }),
  marks: z.array(z.strictObject({ name: z.string(), position })),
});

export const sessionSchema = z.strictObject({
  kind: z.literal(SESSION_KIND),
  format: z.literal(SESSION_FORMAT),
  savedAt: z.iso.datetime(),
  engine: z.string(),
  workflow: z.union([
    /** A path from the folder of the session file, with `/`; and what was laid over it. */
    z.strictObject({
      file: z.string().min(1),
      environment: z.string().optional(),
      variables: z.record(z.string(), z.string()).optional(),
      set: z.array(z.string()).optional(),
    }),
    /** Given as an object; the configuration is below. Its relative paths start from this folder. */
    z.strictObject({ inline: z.literal(true), baseDirectory: z.string() }),
    /** Given as an object with strategies in code, which no file can hold. */
    z.strictObject({ code: z.literal(true) }),
  ]),
  fingerprint: hash,
  dataHash: hash,
  /** Of the user's strategy modules, by strategy. */
  codeHashes: z.record(z.string(), hash),
  configuration: z.record(z.string(), json),
  /** Parents before their forks. */
  runs: z.array(run).nonempty(),
  /** The run that was in hand. */
  current: z.string(),
  breakpoints: z.array(json),
  displays: z.array(json),
  history: z.array(json),
});

export type SessionFile = z.infer<typeof sessionSchema>;
export type SavedRun = SessionFile['runs'][number];
export type Json = z.infer<typeof json>;
