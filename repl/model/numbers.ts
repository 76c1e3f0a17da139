import { formatNumber } from '../../src/index.ts';

/** `1,234.50` */
export function moneyText(value: number): string {
  return formatNumber(value, 2);
}

/** `1,234` */
export function wholeText(value: number): string {
  return formatNumber(value, 0);
}
