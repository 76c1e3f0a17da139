import { relative, resolve } from 'node:path';
import { parseSource } from '../../data/source.ts';
import { latestDefinition } from '../../strategies/latest-definition.ts';
import { isModulePath } from '../config/components.ts';
import { definitionHash } from '../config/resolved.ts';
import { isDefinition } from '../config/strategy-object.ts';
import type { WorkflowConfig } from '../config/workflow-config.ts';
import { fileHash, moduleFiles } from '../module-files.ts';
import { changedSettings, stampOf } from './config-source.ts';
import type { Origin } from './origin.ts';

/** What of a prepared run tells where its results come from. */
interface Prepared {
  readonly config: WorkflowConfig;
  readonly baseDirectory: string;
  readonly fingerprint: string;
}

/** Says what a run was made of that may be another by now. */
interface Ingredient {
  readonly isChanged: () => boolean;
  readonly text: string;
}

const ORIGINS = new WeakMap<Prepared, Origin>();

/** Where the results of a run come from. */
export function originOf(prepared: Prepared): Origin {
  const known = ORIGINS.get(prepared);
  if (known !== undefined) return known;
  return rememberIngredients(prepared);
}

/** Notes what a run is made of, as it is now. */
export function rememberIngredients(prepared: Prepared): Origin {
  const { config, baseDirectory, fingerprint } = prepared;
  const ingredients = [
    ...codeOf(config, baseDirectory),
    ...definitionsOf(config),
    ...filesOf(config, baseDirectory),
  ];
  const origin: Origin = {
    fingerprint,
    changes: () => [
      ...changedSettings(config),
      ...ingredients.filter(({ isChanged }) => isChanged()).map(({ text }) => text),
    ],
  };
  ORIGINS.set(prepared, origin);
  return origin;
}

/** Modules of the user's, and what they import. */
function codeOf(config: WorkflowConfig, baseDirectory: string): Ingredient[] {
  const types = [
    ...config.strategies.map(({ type }) => type),
    ...config.portfolios.map(({ sizing }) => sizing.type),
    ...(config.containers ?? []).flatMap(({ components }) => components.map(({ type }) => type)),
  ];
  const paths = new Set(types.filter((type) => typeof type === 'string').filter(isModulePath));
  const files = new Set([...paths].flatMap((path) => moduleFiles(resolve(baseDirectory, path))));
  return [...files].map((file) => {
    const before = fileHash(file);
    return {
      isChanged: () => fileHash(file) !== before,
      text: `${relative(baseDirectory, file)} was changed`,
    };
  });
}

/** Strategies that were given in code: a cell that is run again may define another of the same type. */
function definitionsOf(config: WorkflowConfig): Ingredient[] {
  return config.strategies.flatMap(({ type }) => {
    if (!isDefinition(type)) return [];
    const before = definitionHash(type);
    return {
      isChanged: () => {
        const latest = latestDefinition(type.type);
        return isDefinition(latest) && latest !== type && definitionHash(latest) !== before;
      },
      text: `strategy ${type.type} was defined anew`,
    };
  });
}

/** Files that bars were read from. */
function filesOf(config: WorkflowConfig, baseDirectory: string): Ingredient[] {
  return config.data.flatMap(({ symbol, source }) => {
    const parsed = typeof source === 'string' ? parseSource(source) : undefined;
    if (parsed?.kind !== 'file') return [];
    const file = resolve(baseDirectory, parsed.path);
    const before = stampOf(file);
    return {
      isChanged: () => stampOf(file) !== before,
      text: `the data of ${symbol} was written anew`,
    };
  });
}
