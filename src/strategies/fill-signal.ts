import type { SignalEvent } from '../events/signal-event.ts';
import { ACTION, TIME_IN_FORCE } from '../events/trading-codes.ts';
import type { Signal } from './strategy.ts';

/** Puts what a strategy answered into an event; NaN for what it left out. */
export function fillSignal(event: SignalEvent, signal: Signal): void {
  event.action = ACTION[signal.action as keyof typeof ACTION];
  event.target = signal.target ?? Number.NaN;
  event.limit = signal.limit ?? Number.NaN;
  event.stop = signal.stop ?? Number.NaN;
  event.timeInForce = TIME_IN_FORCE[signal.timeInForce ?? 'GTC'];
  event.strength = signal.strength ?? 1;
  event.confidence = signal.confidence ?? 1;
  event.stopLoss = signal.stopLoss ?? Number.NaN;
  event.takeProfit = signal.takeProfit ?? Number.NaN;
  event.trailingStop = signal.trailingStop ?? Number.NaN;
  event.maxBars = signal.maxBars ?? Number.NaN;
}
