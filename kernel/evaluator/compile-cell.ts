import { transformSync } from 'rolldown/utils';
import { CellSyntaxError } from './cell-syntax-error.ts';
import { lowerDecorators } from './lower-decorators.ts';
import { findMagics, type MagicCall, positionBefore, replaceMagics } from './magic-syntax.ts';
import { bracketed, type CellLanguage, type ParsedCell, parseCell } from './parse-cell.ts';
import { type ImportRequest, rewriteCell } from './rewrite-cell.ts';
import { chainedLocator, type Locate, type Position } from './source-positions.ts';
import type { DeclarationKind } from './variables.ts';

export interface CompiledCell {
  /** Body of an async function whose parameters are `CELL_PARAMETERS`. */
  readonly body: string;
  readonly imports: readonly ImportRequest[];
  /** What the body calls `__magic` for, by index. */
  readonly magics: readonly MagicCall[];
  readonly declarations: ReadonlyMap<string, DeclarationKind>;
  /** Where a place of the body comes from; `body` starts at line 1, column 0. */
  readonly locate: Locate;
  /** Place in the cell of a position that an import request gives. */
  placeOf(position: number): Position | undefined;
}

/**
 * Turns a cell into JavaScript over shared variables.
 *
 * @param isShared whether a name that the cell uses but does not declare is a variable of earlier cells. Names that
 *   neither an earlier cell nor JavaScript knows are looked up when they are used, since a later cell may bring them.
 * @throws CellSyntaxError when the cell is no TypeScript.
 */
export function compileCell(code: string, isShared: (name: string) => boolean): CompiledCell {
  const magics = findMagics(code, isShared);
  const text = replaceMagics(code, magics);
  const { lang, enums, isObject } = parseAround(magics, code, text);
  // The compiler drops an enum that its file neither uses nor exports.
  const whole = isObject ? bracketed(text) : text;
  const source = enums.length === 0 ? whole : `${whole}\nexport { ${enums.join(', ')} };`;
  const stripped = stripTypes(source, lang);
  const { body, imports, declarations, map } = rewriteCell(stripped.code, isShared);
  for (const name of enums) declarations.set(name, 'enum');
  const strippedMaps = stripped.maps.map((each) => () => each);
  const locateStripped = chainedLocator(...strippedMaps);
  const locate = chainedLocator(map, ...strippedMaps);
  return {
    body,
    imports,
    magics,
    declarations,
    locate: isObject ? withoutBracket(locate) : locate,
    placeOf(position) {
      const before = stripped.code.slice(0, position).split('\n');
      return locateStripped({ line: before.length, column: before.at(-1)!.length });
    },
  };
}

function withoutBracket(locate: Locate): Locate {
  return (position) => {
    const found = locate(position);
    return found?.line === 1 ? { line: 1, column: Math.max(0, found.column - 1) } : found;
  };
}

/** Mistakes are told in places of the cell, which its magics have moved. */
function parseAround(magics: readonly MagicCall[], code: string, text: string): ParsedCell {
  try {
    return parseCell(text);
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const position = positionBefore(code, magics, error.position);
    throw new CellSyntaxError(
      error.message,
      position,
      error.unfinished,
      helpForMagic(code, position) ?? error.help,
    );
  }
}

/** A magic where none can stand is an operator without its left side. */
function helpForMagic(code: string, position: number): string | undefined {
  const [, first, second] = /^(%)(%?)[a-z]/i.exec(code.slice(position)) ?? [];
  if (first === undefined) return undefined;
  return second === '%' || code[position - 1] === '%'
    ? 'a magic for a whole cell stands in its first line, from the first column on'
    : 'a magic stands in a line of its own, from the first column on';
}

export interface Stripped {
  readonly code: string;
  /** Source maps as JSON, the last step's first. */
  readonly maps: readonly string[];
}

/** `@jsx h` names the function that elements are made with, as TypeScript has it. */
const CLASSIC_PRAGMA = /@jsx(?:Frag)?\s/;

/** JavaScript of TypeScript; JSX becomes calls of `react/jsx-runtime`, or of what a `@jsx` pragma names. */
export function stripTypes(code: string, lang: CellLanguage | 'jsx', filename = `cell.${lang}`): Stripped {
  const lowered = lowerDecorators(code, lang);
  const {
    code: output,
    map,
    errors,
  } = transformSync(filename, lowered?.code ?? code, {
    lang: lowered === undefined ? lang : 'jsx',
    sourceType: 'module',
    sourcemap: true,
    target: 'esnext',
    tsconfig: false,
    // An import whose name is not used in this cell may be used in the next.
    typescript: { onlyRemoveTypeImports: true, optimizeEnums: false, optimizeConstEnums: false },
    jsx: { runtime: CLASSIC_PRAGMA.test(code) ? 'classic' : 'automatic', development: false },
  });
  if (errors.length > 0) {
    const [error] = errors;
    throw new CellSyntaxError(error.message, (error as { pos?: number }).pos ?? 0, false);
  }
  const maps = [JSON.stringify(map), ...(lowered === undefined ? [] : [lowered.map])];
  return { code: output, maps };
}
