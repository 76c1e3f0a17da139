import {
  adx,
  aroon,
  atr,
  bollinger,
  cci,
  correlation,
  dema,
  donchian,
  ema,
  type FeatureRequest,
  fastStochastic,
  highest,
  kama,
  lowest,
  macdAligned,
  mfi,
  momentum,
  obv,
  returns,
  roc,
  rsi,
  sma,
  stdDev,
  stochastic,
  tema,
  trueRange,
  typicalPrice,
  williamsR,
  wma,
} from '../../src/features/index.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';

/** What technicalindicators exports: a function from arrays to an array, shorter by what warms up. */
export type PeerLibrary = Readonly<Record<string, (input: Record<string, unknown>) => readonly unknown[]>>;

/** Columns as plain arrays, which is what the library takes. */
export type PlainColumns = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', number[]>>;

/** One feature as ADMF, TA-Lib (by the same id in talib-features.py) and technicalindicators compute it. */
export interface PeerFeature {
  readonly id: string;
  readonly request: FeatureRequest;
  /** Null where the library has none, or one that means something else. */
  readonly peer: ((library: PeerLibrary, columns: PlainColumns) => readonly number[]) | null;
  /** Relative to the first value, where the peers begin to count at another bar. */
  readonly fromFirst?: boolean;
}

const of = (name: string, values: Record<string, unknown>, column?: string) => (library: PeerLibrary) =>
  library[name](values).map((row) =>
    column === undefined ? (row as number) : (row as Record<string, number>)[column],
  );
const closes =
  (name: string, period: number) =>
  (library: PeerLibrary, { close }: PlainColumns) =>
    of(name, { period, values: close })(library);
const bars =
  (name: string, more: Record<string, unknown> = {}, column?: string) =>
  (library: PeerLibrary, { high, low, close, volume }: PlainColumns) =>
    of(name, { high, low, close, volume, ...more }, column)(library);

const feature = (id: string, request: FeatureRequest, peer: PeerFeature['peer'] = null): PeerFeature => ({
  id,
  request,
  peer,
});

/** Thirty that TA-Lib has too. */
export const PEER_FEATURES: readonly PeerFeature[] = [
  feature('sma_20', sma(20), closes('sma', 20)),
  feature('sma_200', sma(200), closes('sma', 200)),
  feature('ema_20', ema(20), closes('ema', 20)),
  feature('ema_200', ema(200), closes('ema', 200)),
  feature('wma_20', wma(20), closes('wma', 20)),
  feature('dema_20', dema(20)),
  feature('tema_20', tema(20)),
  feature('kama_10', kama(10)),
  feature('macd_12_26', macdAligned(12, 26, 9).macd),
  feature('rsi_14', rsi(14)),
  feature('stochastic_k_14_3', stochastic(14, 3, 3).k),
  feature('fast_stochastic_14', fastStochastic(14), bars('stochastic', { period: 14, signalPeriod: 3 }, 'k')),
  feature('williams_r_14', williamsR(14), bars('williamsr', { period: 14 })),
  feature('cci_20', cci(20), bars('cci', { period: 20 })),
  feature('mfi_14', mfi(14)),
  feature('roc_10', roc(10), closes('roc', 10)),
  feature('momentum_10', momentum(10)),
  feature('returns_1', returns(1)),
  feature('adx_14', adx(14).adx, bars('adx', { period: 14 }, 'adx')),
  feature('atr_14', atr(14), bars('atr', { period: 14 })),
  feature('true_range', trueRange(), bars('truerange')),
  feature('bollinger_upper_20_2', bollinger(20, 2).upper, (library, { close }) =>
    of('bollingerbands', { period: 20, stdDev: 2, values: close }, 'upper')(library),
  ),
  feature('std_dev_20', stdDev(20), closes('sd', 20)),
  feature('correlation_30', correlation('high', 'low', 30)),
  feature('highest_20', highest(20, { source: 'high' })),
  feature('lowest_20', lowest(20, { source: 'low' })),
  feature('donchian_middle_20', donchian(20).middle),
  feature('aroon_oscillator_25', aroon(25).oscillator),
  { ...feature('obv', obv(), bars('obv')), fromFirst: true },
  feature('typical_price', typicalPrice()),
];

/** Values that are compared, at equal distances over the last half, where no seed can be told any more. */
const SAMPLES = 500;

/** Values of a column that belong to the last bars, of whatever length it is. */
export function samplesOf(column: ArrayLike<number>, total: number, fromFirst = false): number[] {
  const missing = total - column.length;
  const first = fromFirst ? column[Math.floor(total / 2) - missing] : 0;
  const step = Math.floor(total / 2 / SAMPLES);
  return Array.from({ length: SAMPLES }, (_, i) => column[total - 1 - missing - i * step] - first);
}

export function plainColumns({ open, high, low, close, volume }: BarSeries): PlainColumns {
  const [o, h, l, c, v] = [open, high, low, close, volume].map((column) => Array.from(column));
  return { open: o, high: h, low: l, close: c, volume: v };
}
