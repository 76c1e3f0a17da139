import { readFileSync } from 'node:fs';
import { Session as Inspector } from 'node:inspector';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in source text; line and column count from 1. */
export interface CodePlace {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type AnyFunction = (...given: never[]) => unknown;

interface Script {
  readonly url: string;
  readonly mapUrl: string;
}

const PLACES = new WeakMap<AnyFunction, CodePlace | null>();
const SCRIPTS = new Map<string, Script>();
const MAPS = new Map<string, SourceMap | null>();
/** Under which the inspector finds the functions that it is asked about. */
const ASKED = Symbol.for('admf.function-place');

/**
 * Where functions are written, as V8 knows it; in the text that people wrote where a source map leads there. Asking takes
 * a tenth of a second the first time and a millisecond from then on, and is done once for each. Null for what has no source file.
 */
function functionPlaces(functions: readonly AnyFunction[]): (CodePlace | null)[] {
  const unknown = functions.filter((fn) => !PLACES.has(fn));
  if (unknown.length > 0) ask([...new Set(unknown)]);
  return functions.map((fn) => PLACES.get(fn) ?? null);
}

export function functionPlace(fn: AnyFunction): CodePlace | null {
  return functionPlaces([fn])[0];
}

/** The place of a frame of a stack, `file:///…/trend.ts?content=1:12:5`, in the text that people wrote. */
export function stackPlace(frame: string): CodePlace | null {
  const found = /((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/.exec(frame.trim());
  if (found === null) return null;
  const [, url, line, column] = found;
  const mapUrl = [...SCRIPTS.values()].find((script) => script.url === url)?.mapUrl ?? '';
  return written({ url, mapUrl }, Number(line) - 1, Number(column) - 1);
}

/** A method or property that is a function; only asked where it is, never called. */
export function methodOf<T extends object>(owner: T, name: keyof T & string): AnyFunction {
  return owner[name] as AnyFunction;
}

/** A path as people read it: below the current folder, in our own package, or whole. */
export function shownFile(file: string): string {
  const own = fileURLToPath(new URL('../../..', import.meta.url));
  const below = relative(process.cwd(), file);
  const inside = below !== '' && !below.startsWith('..') && !isAbsolute(below);
  const shown = inside ? below : file.startsWith(own) ? `admf${sep}${relative(own, file)}` : file;
  return shown.replaceAll(sep, '/');
}

/** `src/strategies/sma-crossover.ts:22:11` */
export function placeText({ file, line, column }: CodePlace): string {
  return `${shownFile(file)}:${line}:${column}`;
}

/** The inspector answers synchronously within one process. */
function ask(functions: readonly AnyFunction[]): void {
  const inspector = new Inspector();
  inspector.connect();
  const shelf = globalThis as { [ASKED]?: readonly AnyFunction[] };
  shelf[ASKED] = functions;
  try {
    const locations = functions.map((_, i) =>
      locationOf(inspector, `globalThis[Symbol.for('admf.function-place')][${i}]`),
    );
    // To be told the scripts of a process takes long, and is done only when one is not known.
    if (locations.some((location) => location !== null && !SCRIPTS.has(location.scriptId))) {
      inspector.on('Debugger.scriptParsed', ({ params: { scriptId, url, sourceMapURL } }) => {
        if (url !== '') SCRIPTS.set(scriptId, { url, mapUrl: sourceMapURL ?? '' });
      });
      inspector.post('Debugger.enable');
    }
    functions.forEach((fn, i) => {
      const location = locations[i];
      const script = location === null ? undefined : SCRIPTS.get(location.scriptId);
      const isKnown = location !== null && script !== undefined;
      PLACES.set(fn, isKnown ? written(script, location.lineNumber, location.columnNumber) : null);
    });
    inspector.post('Runtime.releaseObjectGroup', { objectGroup: 'admf' });
  } finally {
    delete shelf[ASKED];
    inspector.disconnect();
  }
}

function locationOf(inspector: Inspector, expression: string): Location | null {
  let objectId: string | undefined;
  inspector.post('Runtime.evaluate', { expression, objectGroup: 'admf' }, (_, answer) => {
    objectId = answer?.result.objectId;
  });
  if (objectId === undefined) return null;
  let location: unknown;
  inspector.post('Runtime.getProperties', { objectId, ownProperties: true }, (_, answer) => {
    location = answer?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
  });
  return isLocation(location) ? location : null;
}

interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

function isLocation(value: unknown): value is Location {
  return typeof value === 'object' && value !== null && 'scriptId' in value && 'lineNumber' in value;
}

/** @param line from 0, as are columns. */
function written({ url, mapUrl }: Script, line: number, column: number): CodePlace | null {
  const file = fileOf(url);
  if (file === null) return null;
  const entry: Partial<SourceMapping> =
    mapUrl === '' ? {} : (mapOf(file, mapUrl)?.findEntry(line, column) ?? {});
  const { originalSource: source, originalLine = 0, originalColumn = 0 } = entry;
  if (source === undefined) return { file, line: line + 1, column: column + 1 };
  // Names of sources in a map are relative to the file; one that is its own stands there by any name.
  const original = fileOf(source.startsWith('file:') ? source : resolve(file, '..', source));
  return { file: original ?? file, line: originalLine + 1, column: originalColumn + 1 };
}

function fileOf(url: string): string | null {
  // Modules of users are loaded with their content's hash behind their name.
  const plain = url.replace(url.startsWith('file:') ? /\?.*$/ : /\?content=\w+$/, '');
  if (plain.startsWith('file:')) return fileURLToPath(plain);
  return isAbsolute(plain) ? plain : null;
}

function mapOf(file: string, mapUrl: string): SourceMap | null {
  const known = MAPS.get(mapUrl);
  if (known !== undefined) return known;
  let map: SourceMap | null = null;
  try {
    const data = /^data:application\/json[^,]*;base64,(.*)$/s.exec(mapUrl);
    const text =
      data === null
        ? readFileSync(resolve(file, '..', fileOf(mapUrl) ?? mapUrl), 'utf8')
        : Buffer.from(data[1], 'base64').toString('utf8');
    map = new SourceMap(JSON.parse(text) as SourceMapPayload);
  } catch {
    // Without its map, the code that runs is what there is to show.
  }
  MAPS.set(mapUrl, map);
  return map;
}
