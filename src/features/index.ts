export {
  type BarFeature,
  type DefinedFeature,
  defineFeature,
  type WindowFeature,
} from './define-feature.ts';
export { columnwise, type FeatureCalculator, type FeatureDefinition, stateless } from './feature.ts';
export { type FeatureMode, FeatureTable } from './feature-table.ts';
export * from './indicators.ts';
export { multiplierParam, periodParam, sourceParam } from './params.ts';
export { featureKey, featureRegistry } from './registry.ts';
export {
  type FeatureInput,
  type FeatureRequest,
  type FeatureSource,
  featureRequestSchema,
  isFeatureRequest,
  type SourceOption,
} from './request.ts';
export { RollingDeviation } from './rolling-deviation.ts';
export { RollingMean } from './rolling-mean.ts';
export { emaAlpha, SmoothedAverage, wilderAlpha } from './smoothed-average.ts';
