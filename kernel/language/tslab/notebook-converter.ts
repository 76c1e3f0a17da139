import type { Converter } from 'tslab/dist/converter.js';
import type { CellLanguage } from '../../evaluator/parse-cell.ts';
import type { CheckerOptions } from '../checker.ts';
import { declareGlobals } from './global-names.ts';
import { enginePath, isUsers, settings, typesOf } from './settings.ts';
import { STANDARD_LIBRARY } from './standard-library.ts';
import { loadConverter, type TypeScript, ts } from './typescript.ts';
import { UserFiles } from './user-files.ts';

type Program = TypeScript.Program;
type SourceFile = TypeScript.SourceFile;
type CompilerHost = TypeScript.CompilerHost;

/** Emits declarations also where they cannot be exact; TypeScript keeps that to itself. */
type ForcedEmit = (
  file: SourceFile,
  write: TypeScript.WriteFileCallback,
  cancel: undefined,
  onlyDeclarations: true,
  transformers: TypeScript.CustomTransformers | undefined,
  force: true,
) => TypeScript.EmitResult;

/** Made once for all cells of a notebook. tslab puts this before each cell: it makes it a module. */
export const PREFIX = `export {};${ts.sys.newLine}`;

/**
 * tslab's converter with other settings than its own: a cell is not refused for its types or for declarations that
 * cannot be exact, modules are found as bundlers find them, JSX is understood, files above the folder may be imported,
 * and no JavaScript is made.
 */
export class NotebookConverter {
  readonly converter: Converter;
  readonly files = new UserFiles();
  /** How the cell is to be read that the converter is asked about next. */
  lang: CellLanguage = 'ts';
  /** Changes the declarations of a cell before those of earlier cells follow. */
  editDeclarations: (text: string) => string = (text) => text;
  /** Findings of the last cell that was converted. */
  found: readonly TypeScript.Diagnostic[] = [];
  readonly #cellFile: string;
  /** Files that are nowhere on disk. */
  readonly #virtual: ReadonlyMap<string, string>;
  #program!: Program;

  constructor({ folder, globals }: CheckerOptions) {
    const root = folder.replaceAll('\\', '/');
    this.#cellFile = `${root}/__tslab__.ts`;
    this.#virtual = new Map([
      [`${root}/__library__.d.ts`, STANDARD_LIBRARY],
      [`${root}/__globals__.d.ts`, declareGlobals(typesOf(globals))],
    ]);
    // A thread has the working directory of its process, which may be another folder.
    ts.sys.getCurrentDirectory = () => root;
    const converters = loadConverter({
      createWatchCompilerHost: ((
        files: string[],
        options: TypeScript.CompilerOptions,
        system: TypeScript.System,
      ) =>
        this.#createHost(
          [...files, ...this.#virtual.keys(), enginePath()],
          { ...options, ...settings(root) },
          system,
        )) as never,
      getPreEmitDiagnosticsOfFiles: (program, [file]) => {
        this.found = diagnosticsOf(program, file);
        return [];
      },
      transpileModule: () => ({ outputText: '' }),
      Completions: {
        ...ts.Completions,
        getCompletionsAtPositionForTslab: (_host, ...rest) =>
          ts.Completions.getCompletionsAtPositionForTslab(this.#completionHost(), ...rest),
      },
    });
    this.converter = converters.createConverter();
  }

  /** The program with the cell that the converter was asked about last. */
  get program(): Program {
    return this.#program;
  }

  get cellFile(): SourceFile {
    return this.#program.getSourceFile(this.#cellFile)!;
  }

  #createHost(
    files: string[],
    options: TypeScript.CompilerOptions,
    system: TypeScript.System,
  ): TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram> {
    const hosts = new WeakSet<CompilerHost>();
    const host = ts.createWatchCompilerHost(
      files,
      options,
      system,
      (names, settings, compilerHost, old, ...rest) => {
        if (compilerHost !== undefined && !hosts.has(compilerHost)) {
          hosts.add(compilerHost);
          this.#readCellsAsWritten(compilerHost);
        }
        // One that keeps no account of what is to be emitted: it saves going through all files after each cell.
        return this.#builderFor(ts.createAbstractBuilder(names, settings, compilerHost, old, ...rest));
      },
      undefined,
      () => {},
    );
    const original = { ...host };
    host.watchFile = (path, callback, ...rest) => {
      if (path === this.#cellFile || path.endsWith(PREVIOUS))
        return original.watchFile(path, callback, ...rest);
      return isUsers(path) ? this.files.watchFile(path, callback) : { close() {} };
    };
    host.watchDirectory = (path, callback) => this.files.watchDirectory(path, callback);
    host.readFile = (path, encoding) => this.#virtual.get(path) ?? original.readFile(path, encoding);
    host.fileExists = (path) => this.#virtual.has(path) || original.fileExists(path);
    // tslab knows one timer, that of the next program. The other one forgets what was not found, which can be at once.
    host.setTimeout = (callback, ms, ...rest: unknown[]): unknown => {
      if (callback.name !== 'invalidateResolutionsOfFailedLookup')
        return original.setTimeout!(callback, ms, ...rest);
      callback();
      return IMMEDIATE;
    };
    host.clearTimeout = (timer) => {
      if (timer !== IMMEDIATE) original.clearTimeout!(timer);
    };
    return host as TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>;
  }

  #builderFor<T extends TypeScript.BuilderProgram>(builder: T): T {
    const program = builder.getProgram();
    this.#program = program;
    for (const file of program.getSourceFiles()) {
      if (file.fileName === this.#cellFile || file.fileName.endsWith(PREVIOUS)) bindNames(program, file);
    }
    builder.getAllDependencies = (file) => [file.fileName];
    builder.emit = (file, write, _cancel, _onlyDeclarations, transformers) =>
      (program.emit as ForcedEmit)(
        file!,
        (_path, text, ...rest) => write!('outDir/__tslab__.d.ts', this.editDeclarations(text), ...rest),
        undefined,
        true,
        transformers,
        true,
      );
    return builder;
  }

  #readCellsAsWritten(host: CompilerHost): void {
    const asWritten = (file: SourceFile | undefined) => {
      if (file?.fileName !== this.#cellFile || this.lang === 'ts') return file;
      const { version } = file as { version?: string };
      const read = ts.createSourceFile(
        file.fileName,
        file.text,
        file.languageVersion,
        true,
        ts.ScriptKind.TSX,
      );
      return Object.assign(read, { version });
    };
    const original = { ...host };
    host.getSourceFile = (...args) => asWritten(original.getSourceFile(...args));
    host.getSourceFileByPath = (...args) => asWritten(original.getSourceFileByPath!(...args));
  }

  /** What completion of paths needs to know of the disk. */
  #completionHost(): object {
    return {
      ...ts.sys,
      getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getCompilationSettings: () => this.#program.getCompilerOptions(),
    };
  }
}

const IMMEDIATE = {};
/** What tslab names the declarations of earlier cells. */
export const PREVIOUS = '/__prev__.d.ts';

/** Finds the names that a file declares. tslab exports all of them, and takes `declare module 'x'` for one. */
function bindNames(program: Program, file: SourceFile): void {
  ts.bindSourceFile(file, program.getCompilerOptions());
  const { locals } = file as unknown as { locals?: Map<string, unknown> };
  for (const name of locals?.keys() ?? []) {
    if (name === '__global' || name.startsWith('"')) locals!.delete(name);
  }
}

/** Of a cell and of the user's files that it imports. */
function diagnosticsOf(program: Program, cell: SourceFile): TypeScript.Diagnostic[] {
  const files = new Set([cell]);
  for (const file of files) {
    (file as unknown as Resolved).resolvedModules?.forEach((found) => {
      const module = found?.resolvedModule;
      const imported = module && program.getSourceFile(module.resolvedFileName);
      if (imported && !imported.isDeclarationFile && isUsers(imported.fileName)) files.add(imported);
    });
  }
  return [...files].flatMap((file) => {
    const syntactic = program.getSyntacticDiagnostics(file);
    // Newer syntax in a file, most likely: what is built on it means nothing. A real mistake shows when it is loaded.
    if (syntactic.length > 0 && file !== cell) return [];
    return [...syntactic, ...program.getSemanticDiagnostics(file)];
  });
}

/** What TypeScript notes of a file's imports. */
interface Resolved {
  readonly resolvedModules?: ReadonlyMap<
    string,
    { readonly resolvedModule?: TypeScript.ResolvedModuleFull } | undefined
  >;
}
