import { Registry } from '../foundation/registry.ts';
import type { FeatureDefinition } from './feature.ts';
import * as indicators from './indicators.ts';
import type { FeatureRequest } from './request.ts';
import { resolveColumn, resolveFeature } from './resolve.ts';

/** Every feature there is. A new one is a file in `indicators/` and its line in `indicators.ts`. */
export const featureRegistry = new Registry<FeatureDefinition>(
  'feature',
  Object.values(indicators).filter((member) => typeof member === 'object'),
);

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
