import { Registry } from '../foundation/registry.ts';
import type { FeatureDefinition } from './feature.ts';
import * as indicators from './indicators.ts';
import type { FeatureRequest } from './request.ts';
import { resolveColumn, resolveFeature } from './resolve.ts';

const ours: readonly FeatureDefinition[] = Object.values(indicators).filter(
  (member) => typeof member === 'object',
);

/**
 * Every feature there is. A new one of ours is a file in `indicators/` and its line in `indicators.ts`; users add theirs
 * by `defineFeature`.
 */
export const featureRegistry = new Registry<FeatureDefinition>('feature', ours);

/** Types that users cannot take for features of their own. */
export const builtInFeatures: ReadonlySet<string> = new Set(ours.map(({ type }) => type));

/**
 * The canonical name of a request: `sma_20`, `sma_20_high`, `bollinger_20_2_upper`, `ema_9_of_rsi_14`. Requests have
 * the same key exactly when they ask for the same numbers. Without an output, a feature that has several is named as
 * a whole: `bollinger_20_2`.
 * @throws UserError for an unknown type or output, or a bad parameter.
 */
export function featureKey(request: FeatureRequest, registry = featureRegistry): string {
  const feature = resolveFeature(request, registry);
  return request.output === undefined ? feature.label : resolveColumn(request, registry).key;
}
