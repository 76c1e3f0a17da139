/** Digits after the point of a column whose numbers have more, unless all of them are small. */
const DECIMALS = 6;
/** Digits that say something: the rest is what binary fractions leave behind, as in 0.1 + 0.2. */
const PRECISION = 12;

/** What a column of numbers may hold. */
export type NumberOrNothing = number | bigint | null | undefined;

export function isNumberOrNothing(value: unknown): value is NumberOrNothing {
  return value === undefined || value === null || typeof value === 'number' || typeof value === 'bigint';
}

/**
 * Numbers of one column of a table, with as many decimals as the one that needs most, at most 6 (more where all numbers
 * are small): their points stand under one another. A number that would look like 0, or is out of reach of decimals,
 * is written with an exponent. Nothing is undefined's text.
 */
export function alignedNumbers(values: readonly NumberOrNothing[]): string[] {
  const fractions = values.filter((value) => typeof value === 'number').filter(isPlain);
  const largest = fractions.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const most = largest === 0 ? 0 : Math.max(DECIMALS, DECIMALS - 1 - Math.floor(Math.log10(largest)));
  const decimals = Math.min(
    most,
    fractions.reduce((max, value) => Math.max(max, decimalsOf(value)), 0),
  );
  return values.map((value) => {
    if (value === undefined) return '';
    if (typeof value !== 'number') return String(value);
    if (value === 0) return (0).toFixed(decimals);
    if (!isPlain(value) || Math.abs(value) < 0.5 * 10 ** -decimals) return shortest(value);
    return value.toFixed(decimals);
  });
}

/** Whether it is written without an exponent. */
function isPlain(value: number): boolean {
  return value === 0 || (Math.abs(value) >= 1e-12 && Math.abs(value) < 1e15);
}

function decimalsOf(value: number): number {
  const [, fraction = ''] = Math.abs(value).toPrecision(PRECISION).split('.');
  if (!fraction.includes('e')) return fraction.replace(/0+$/, '').length;
  const [digits, exponent] = fraction.split('e');
  return Math.max(0, digits.replace(/0+$/, '').length - Number(exponent));
}

function shortest(value: number): string {
  return String(Number(value.toPrecision(DECIMALS)));
}
