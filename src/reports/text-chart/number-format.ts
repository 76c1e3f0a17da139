/** How the values of a pane are written. */
export interface NumberFormat {
  /** `plain` with thousands separators, `percent` of fractions (0.05 is 5%), `compact` with K, M, B, T. Default plain. */
  readonly style?: 'plain' | 'percent' | 'compact';
  /** At least so many decimals, where `resolution` does not ask for more: 2 for prices in cents. */
  readonly decimals?: number;
  /** Put before the number, after its sign: a currency symbol. */
  readonly prefix?: string;
}

const SUFFIXES = ['', 'K', 'M', 'B', 'T'];

/**
 * A function that writes numbers so that two of them `resolution` apart can be told apart, and all in one unit.
 * From 1e9 on numbers are compact, from 1e15 on and for steps below 1e-8 scientific.
 * @param largest the largest magnitude that will be written
 */
export function numberFormatter(
  format: NumberFormat,
  resolution: number,
  largest: number,
): (value: number) => string {
  const { style = 'plain', decimals = 0, prefix = '' } = format;
  const withSign = (value: number, text: string) =>
    (value < 0 && /[1-9]/.test(text) ? '-' : '') + prefix + text;
  if (largest >= 1e15 || resolution < 1e-8) {
    const digits = clampDecimals(Math.floor(Math.log10(largest)) - Math.floor(Math.log10(resolution)));
    return (value) => withSign(value, scientific(Math.abs(value), digits, style));
  }
  if (style === 'percent') {
    const places = Math.max(clampDecimals(decimalsFor(resolution * 100)), decimals);
    return (value) => withSign(value, `${separate((Math.abs(value) * 100).toFixed(places))}%`);
  }
  const unit =
    style === 'compact' || largest >= 1e9
      ? Math.min(SUFFIXES.length - 1, Math.floor(Math.log10(Math.max(1, largest)) / 3))
      : 0;
  const scale = 10 ** (3 * unit);
  const needed = clampDecimals(decimalsFor(resolution / scale));
  const places = unit === 0 ? Math.max(needed, decimals) : needed;
  return (value) =>
    withSign(
      value,
      separate((Math.abs(value) / scale).toFixed(places)) + (value === 0 ? '' : SUFFIXES[unit]),
    );
}

/** Decimals that tell apart numbers `step` apart: 2 for 0.05, 0 for 10. */
function decimalsFor(step: number): number {
  // The tolerance keeps a step of 0.1, whose logarithm is a hair below −1, at one decimal.
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

function clampDecimals(count: number): number {
  return Number.isFinite(count) ? Math.min(12, Math.max(0, count)) : 0;
}

function scientific(value: number, digits: number, style: string): string {
  if (value === 0) return '0';
  const percent = style === 'percent';
  return (percent ? value * 100 : value).toExponential(digits) + (percent ? '%' : '');
}

function separate(digits: string): string {
  const [whole, fraction] = digits.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
