import type { ByteReader, ByteWriter } from './bytes.ts';

/*
 * Columns that follow from others of their group, bit for bit: equity is cash and net exposure, gross exposure of one symbol is the
 * size of the net one. They take a byte or two. Forms of columns, as those in columns.ts:
 */
const SIZE = 6;
const SUM = 7;

/** A column by the places of those that it follows from, which follow from none themselves. */
export type Relation =
  | { readonly form: typeof SIZE; readonly of: number }
  | { readonly form: typeof SUM; readonly of: number; readonly and: number };

/** For each column how it follows from others; undefined where it stands for itself. */
export function relationsOf(columns: readonly Float64Array[]): (Relation | undefined)[] {
  const found: (Relation | undefined)[] = columns.map(() => undefined);
  const needed = columns.map(() => false);
  // What is looked at first: columns that are alike by chance are mostly so where nothing has happened yet, at the start.
  const middles = Float64Array.from(columns, (words) => words[words.length >> 1]);
  columns.forEach((words, i) => {
    // What looks constant takes next to nothing by itself.
    if (needed[i] || (words[0] === words[words.length - 1] && words[0] === middles[i])) return;
    const bases = columns.flatMap((_, j) => (j === i || found[j] !== undefined ? [] : [j]));
    const relation = sizeAmong(i, columns, bases, middles) ?? sumAmong(i, columns, bases, middles);
    if (relation === undefined) return;
    found[i] = relation;
    needed[relation.of] = true;
    if (relation.form === SUM) needed[relation.and] = true;
  });
  return found;
}

function sizeAmong(
  place: number,
  columns: readonly Float64Array[],
  bases: readonly number[],
  middles: Float64Array,
): Relation | undefined {
  for (const of of bases) {
    if (middles[place] === Math.abs(middles[of]) && isSize(columns[place], columns[of]))
      return { form: SIZE, of };
  }
  return undefined;
}

function sumAmong(
  place: number,
  columns: readonly Float64Array[],
  bases: readonly number[],
  middles: Float64Array,
): Relation | undefined {
  const middle = middles[place];
  for (let k = 0; k < bases.length; k++) {
    const of = bases[k];
    for (let l = k + 1; l < bases.length; l++) {
      const and = bases[l];
      if (middle === middles[of] + middles[and] && isSum(columns[place], columns[of], columns[and])) {
        return { form: SUM, of, and };
      }
    }
  }
  return undefined;
}

// A NaN is equal to nothing, and a zero must have its sign.

function isSize(words: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = Math.abs(other[i]);
    if (words[i] !== word || (word === 0 && Object.is(words[i], -0))) return false;
  }
  return true;
}

function isSum(words: Float64Array, a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = a[i] + b[i];
    if (words[i] !== word || (word === 0 && !Object.is(words[i], word))) return false;
  }
  return true;
}

export function writeRelation(relation: Relation, out: ByteWriter): void {
  out.byte(relation.form);
  out.byte(relation.of);
  if (relation.form === SUM) out.byte(relation.and);
}

/** The relation that stands where a column would; undefined where a column stands. */
export function readRelation(from: ByteReader): Relation | undefined {
  const form = from.bytes[from.at];
  if (form !== SIZE && form !== SUM) return undefined;
  from.byte();
  const of = from.byte();
  return form === SIZE ? { form, of } : { form, of, and: from.byte() };
}

/** The column, from those that it follows from. */
export function columnOf(relation: Relation, columns: readonly Float64Array[]): Float64Array {
  const of = columns[relation.of];
  if (relation.form === SIZE) return of.map(Math.abs);
  const and = columns[relation.and];
  return of.map((value, i) => value + and[i]);
}
