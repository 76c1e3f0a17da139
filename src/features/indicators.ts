export * from './indicators/atr.ts';
export * from './indicators/bollinger.ts';
export * from './indicators/ema.ts';
export * from './indicators/rsi.ts';
export * from './indicators/sma.ts';
export * from './indicators/std-dev.ts';
export * from './indicators/true-range.ts';
