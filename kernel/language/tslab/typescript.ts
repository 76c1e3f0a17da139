import { createRequire } from 'node:module';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';

export type { TypeScript };

/** tslab's TypeScript: a fork of 5.0 that exports more of its inside. */
export type Ts = typeof TypeScript &
  Readonly<{
    Completions: CompletionsModule;
    getDefaultTypeRoots(
      folder: string,
      host: Pick<TypeScript.System, 'directoryExists'>,
    ): string[] | undefined;
    getPreEmitDiagnosticsOfFiles(
      program: TypeScript.Program,
      files: readonly TypeScript.SourceFile[],
    ): TypeScript.Diagnostic[];
    bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
    findPrecedingToken(position: number, file: TypeScript.SourceFile): TypeScript.Node | undefined;
  }>;

interface CompletionsModule {
  getCompletionsAtPositionForTslab(
    host: unknown,
    program: TypeScript.Program,
    log: (message: string) => void,
    file: TypeScript.SourceFile,
    position: number,
    preferences: TypeScript.UserPreferences,
    ...rest: unknown[]
  ): TypeScript.CompletionInfo | undefined;
}

const require = createRequire(import.meta.url);
/** From where tslab requires: its own copies of packages, wherever they were installed. */
const requireAsTslab = createRequire(require.resolve('tslab/package.json'));
const path = requireAsTslab.resolve('@tslab/typescript-for-tslab');

export const ts = requireAsTslab(path) as Ts;

/** Folder with `node/`, the types of Node: those of this project, or else those that tslab brings. */
export function nodeTypesRoot(): string {
  for (const each of [require, requireAsTslab]) {
    try {
      return each
        .resolve('@types/node/package.json')
        .replaceAll('\\', '/')
        .replace(/\/node\/package\.json$/, '');
    } catch {}
  }
  throw new Error('tslab is installed without @types/node');
}

/**
 * Loads tslab's converter so that it uses a TypeScript with parts exchanged. The converter makes everything itself
 * that it needs, with settings of its own, and what TypeScript exports cannot be assigned to.
 */
export function loadConverter(exchanged: Partial<Ts>): { createConverter(): Converter } {
  const loaded = require.cache[path]!;
  const original: unknown = loaded.exports;
  loaded.exports = { ...ts, ...exchanged };
  try {
    const converter = require.resolve('tslab/dist/converter');
    delete require.cache[converter];
    return require(converter) as { createConverter(): Converter };
  } finally {
    loaded.exports = original;
  }
}
