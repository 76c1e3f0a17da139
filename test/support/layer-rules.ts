/** Folders of src/ in the order a bar travels: each may import only from those before it. */
export const LAYERS: readonly string[] = [
  'foundation',
  'market',
  'calendars',
  'events',
  'tracing',
  'data',
  'features',
  'strategies',
  'risk',
  'execution',
  'portfolio',
  'analytics',
  'engine',
  'replay',
  'workflows',
  'sweeps',
  'debugger',
  'reports',
  'compat',
  'cli',
];

/** Stages meet through events and read-only views: they never import one another. */
export const STAGES: readonly string[] = [
  'data',
  'features',
  'strategies',
  'risk',
  'execution',
  'portfolio',
  'analytics',
];

/** Exceptions, importer first: a strategy names the features it reads. */
export const STAGE_EXCEPTIONS: readonly (readonly [string, string])[] = [['strategies', 'features']];

/** The public API. It may import every layer; no layer imports it. */
export const PUBLIC_API = 'src/index.ts';

/** Folders beside src/ that see only the public API, by path or by the package's own name. */
export const USERS_OF_THE_API: readonly string[] = ['kernel', 'repl', 'notebooks'];

/**
 * Folders of kernel/ that the terminal app uses too, since its prompt is the kernel's evaluator without sockets and processes.
 * None of them knows the protocol.
 */
export const SHARED_WITH_REPL: readonly string[] = [
  'kernel/evaluator/',
  'kernel/language/',
  'kernel/display/',
];

/** What a notebook starts for a terminal that attaches to it: importer first. The terminal app, which knows of no notebook. */
export const STARTED_BY_NOTEBOOKS: readonly [string, string] = ['kernel/attach/', 'repl/attached.ts'];

/** Folders a layer may nest: src/features/indicators/sma.ts, but nothing below. */
export const FAMILY_LEVELS = 1;
