import { createHash } from 'node:crypto';
import { isMap, shown } from './path.ts';
import { isDefinition, type StrategyObject } from './strategy-object.ts';
import type { WorkflowConfig } from './workflow-config.ts';

/**
 * JSON with keys in code unit order at every level, no spaces: equal values give equal text, however they were written.
 * Absent keys and keys holding undefined are the same. A strategy definition given in code stands as its name and a hash
 * of its functions' text; what those functions reach from outside themselves is not seen.
 *
 * @throws TypeError for what JSON cannot hold: NaN, infinities, functions, instances of classes.
 */
export function canonicalJson(value: unknown): string {
  if (isDefinition(value)) return canonicalJson(describeDefinition(value));
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    return `{${keys
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
      .join(',')}}`;
  }
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  throw new TypeError(`JSON cannot hold ${shown(value)}`);
}

/** The order of symbols changes nothing in a run, so it must not in what names one. */
function inCanonicalOrder(config: WorkflowConfig): WorkflowConfig {
  return {
    ...config,
    data: config.data.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1)),
    strategies: config.strategies.map((strategy) => ({ ...strategy, symbols: strategy.symbols.toSorted() })),
  };
}

/** The resolved configuration as `run.json` holds it: plain data with keys and symbols in canonical order. */
export function serialiseConfig(config: WorkflowConfig): Record<string, unknown> {
  return JSON.parse(canonicalJson(inCanonicalOrder(config))) as Record<string, unknown>;
}

export interface FingerprintParts {
  readonly configuration: WorkflowConfig;
  /** Hash of all bars that the run reads. */
  readonly dataHash: string;
  /** Version of the engine, together with a hash of every module of the user's that the configuration names. */
  readonly codeVersion: string;
  /** The seed that was used: the configuration's, unless the run was given another. */
  readonly seed: number;
}

/** SHA-256 in hex of everything that determines a result: equal fingerprints, equal fills. */
export function fingerprint(parts: FingerprintParts): string {
  const { dataHash, codeVersion, seed } = parts;
  // What is traced changes no result, and its settings say where they were written.
  const { tracing: _, ...configuration } = inCanonicalOrder(parts.configuration);
  return sha256(canonicalJson({ configuration, dataHash, codeVersion, seed }));
}

/** SHA-256 in hex of the text of a definition's functions. */
export function definitionHash(definition: StrategyObject): string {
  return describeDefinition(definition).code;
}

function describeDefinition(definition: StrategyObject): { type: string; code: string } {
  const { type, params: _schema, ...rest } = definition;
  const code = Object.entries(rest)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, part]) => `${key}=${typeof part === 'function' ? String(part) : (JSON.stringify(part) ?? '')}`,
    );
  return { type, code: sha256(code.join('\n')) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
