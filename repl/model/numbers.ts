// Made once: to make one takes longer than to write a thousand numbers with it.
const TWO = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,234.50` */
export function moneyText(value: number): string {
  return TWO.format(value);
}

/** `1,234` */
export function wholeText(value: number): string {
  return WHOLE.format(value);
}
