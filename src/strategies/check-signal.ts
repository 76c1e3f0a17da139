import { ACTION, TIME_IN_FORCE } from '../events/trading-codes.ts';
import type { Signal } from './strategy.ts';

/** A strategy from outside may return anything; what it must not do is trade on a mistake. */
export function checkSignal(signal: Signal, close: number): void {
  const { action, target, limit, stop, timeInForce, strength, confidence } = signal;
  if (!(action in ACTION))
    throw new TypeError(`signal.action must be BUY, SELL, EXIT or HOLD, found ${String(action)}`);
  if (target !== undefined && !(target > 0 && target <= 1)) {
    throw new RangeError(`signal.target must be above 0 and at most 1, found ${target}`);
  }
  if (target !== undefined && action === 'EXIT')
    throw new RangeError('signal.target has no meaning with EXIT');
  if (limit !== undefined && stop !== undefined)
    throw new RangeError('signal.limit and signal.stop exclude each other');
  for (const [name, price] of [
    ['limit', limit],
    ['stop', stop],
  ] as const) {
    if (price !== undefined && !(price > 0 && Number.isFinite(price))) {
      throw new RangeError(`signal.${name} must be a price above 0, found ${price}`);
    }
  }
  if (timeInForce !== undefined && !(timeInForce in TIME_IN_FORCE)) {
    throw new TypeError(`signal.timeInForce must be GTC or DAY, found ${String(timeInForce)}`);
  }
  checkExits(signal, limit ?? stop ?? close);
  for (const [name, share] of [
    ['strength', strength],
    ['confidence', confidence],
  ] as const) {
    if (share !== undefined && !(share >= 0 && share <= 1)) {
      throw new RangeError(`signal.${name} must lie in 0 to 1, found ${share}`);
    }
  }
}

/** @param entry where the position is about to be opened. */
function checkExits(signal: Signal, entry: number): void {
  const { action, stopLoss, takeProfit, trailingStop, maxBars } = signal;
  const side = action === 'BUY' ? 1 : -1;
  for (const [name, price, sign, where] of [
    ['stopLoss', stopLoss, side, action === 'BUY' ? 'below' : 'above'],
    ['takeProfit', takeProfit, -side, action === 'BUY' ? 'above' : 'below'],
  ] as const) {
    if (price === undefined) continue;
    if (action !== 'BUY' && action !== 'SELL')
      throw new RangeError(`signal.${name} has no meaning with ${action}`);
    if (!(price > 0 && Number.isFinite(price) && sign * (entry - price) > 0)) {
      throw new RangeError(
        `signal.${name} of a ${action} at ${entry} must be a price ${where} it, found ${price}`,
      );
    }
  }
  if (trailingStop !== undefined && !(trailingStop > 0 && Number.isFinite(trailingStop))) {
    throw new RangeError(`signal.trailingStop must be a distance above 0, found ${trailingStop}`);
  }
  if (maxBars !== undefined && !(Number.isInteger(maxBars) && maxBars > 0)) {
    throw new RangeError(`signal.maxBars must be a whole number above 0, found ${maxBars}`);
  }
}
