import type { PlainBar, PlainFill, PlainInput, PlainResult } from '../oracle/plain.ts';

/** The bar a fill happened on; a closing order at the end takes the last bar of its symbol. */
function barOf(input: PlainInput, result: PlainResult, fill: PlainFill): PlainBar {
  const { time } = result.equity[fill.slice];
  return input.bars[fill.symbol].findLast((bar) => bar.closeTime <= time)!;
}

/** Without slippage the price lies inside [low, high]; with it, the reference price does. */
export function fillsAreInsideBars(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const fill of result.fills) {
    const { low, high } = barOf(input, result, fill);
    const price = input.execution.slippage.type === 'none' ? fill.price : fill.referencePrice;
    if (price < low || price > high)
      broken.push(`order ${fill.order}: ${price} is outside [${low}, ${high}]`);
  }
  return broken;
}

/** Slippage never helps the trader, and a limit order is never filled beyond its limit. */
export function pricesFavourTheMarket(_: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const fill of result.fills) {
    const side = Math.sign(fill.units);
    if (side * (fill.price - fill.referencePrice) < 0) broken.push(`order ${fill.order} gained by slippage`);
    const order = result.orders[fill.order - 1];
    if (order?.type === 'limit' && side * (fill.price - order.price!) > 0) {
      broken.push(`order ${fill.order} was filled at ${fill.price}, beyond its limit ${order.price}`);
    }
  }
  return broken;
}

/** A bar that was made up fills nothing, but for the closing orders at the end, which need a price whatever it is. */
export function noFillOnSyntheticBars(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const fill of result.fills) {
    if (fill.strategy !== null && barOf(input, result, fill).synthetic === true) {
      broken.push(`order ${fill.order} was filled on a synthetic bar`);
    }
  }
  return broken;
}
