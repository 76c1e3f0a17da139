import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

/** Line counts from 1, column from 0, as source maps and V8 have it. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a place in generated code comes from; undefined for code that the compiler added. */
export type Locate = (generated: Position) => Position | undefined;

/** A map as JSON, made when it is first needed: most cells throw nothing. */
export type LazyMap = () => string;

/** Looks a position up in the last map, what that finds in the one before, and so on. */
export function chainedLocator(...lastToFirst: readonly LazyMap[]): Locate {
  let traced: TraceMap[] | undefined;
  return (generated) => {
    traced ??= lastToFirst.map((map) => new TraceMap(map()));
    let position: Position | undefined = generated;
    for (const map of traced) {
      const { line, column }: { line: number | null; column: number | null } = originalPositionFor(
        map,
        position,
      );
      if (line === null || column === null) return undefined;
      position = { line, column };
    }
    return position;
  };
}
