import { z } from 'zod';
import { BAR_FIELDS, type BarField } from '../market/bar-series.ts';

/**
 * Names one column of one configured feature: plain data, as it stands in YAML and in a run's fingerprint.
 * Equal requests share a column, whoever makes them.
 */
export interface FeatureRequest {
  /** A registered feature: `sma`. */
  readonly type: string;
  /** Its parameters; those left out take their defaults. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Which of its columns; only needed for a feature that has several: `upper`. */
  readonly output?: string;
}

/** What a feature can be computed from: a bar field, or a column of another feature. */
export type FeatureSource = BarField | FeatureRequest;

/** When a bar began and when it was known, in milliseconds UTC; see `BarSeries`. */
export type TimeField = 'openTime' | 'closeTime';

/** What a feature's code can read: what a user can name, and the times of the bars. */
export type FeatureInput = FeatureSource | TimeField;

/** Options shared by the helpers of features with a single input. */
export interface SourceOption {
  /** Default `close`. */
  readonly source?: FeatureSource;
}

export const featureRequestSchema = z.strictObject({
  type: z.string().describe('a registered feature'),
  params: z.record(z.string(), z.unknown()).optional().describe('its parameters'),
  output: z.string().optional().describe('which of its columns, for a feature with several'),
});

export const featureSourceSchema = z.union([z.enum(BAR_FIELDS), featureRequestSchema], {
  error: `must be one of ${BAR_FIELDS.join(', ')}, or another feature as { type, params, output }`,
});

/**
 * The requests for all columns of a feature with several, by their names.
 *
 * @example outputsOf('donchian', { period: 20 }, ['upper', 'lower']).upper
 */
export function outputsOf<O extends string>(
  type: string,
  params: Readonly<Record<string, unknown>>,
  outputs: readonly O[],
): Readonly<Record<O, FeatureRequest>> {
  const columns = outputs.map((output) => [output, { type, params, output }] as const);
  return Object.fromEntries(columns) as unknown as Record<O, FeatureRequest>;
}

/** Whether a parameter value is a request rather than some other object. */
export function isFeatureRequest(value: unknown): value is FeatureRequest {
  return featureRequestSchema.safeParse(value).success;
}
