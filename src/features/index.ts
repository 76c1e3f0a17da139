export type { FeatureCalculator, FeatureDefinition } from './feature.ts';
export { type FeatureMode, FeatureTable } from './feature-table.ts';
export * from './indicators.ts';
export { periodParam, sourceParam } from './params.ts';
export { featureKey, featureRegistry } from './registry.ts';
export {
  type FeatureRequest,
  type FeatureSource,
  featureRequestSchema,
  type SourceOption,
} from './request.ts';
export { RollingDeviation } from './rolling-deviation.ts';
export { RollingMean } from './rolling-mean.ts';
export { emaAlpha, SmoothedAverage, wilderAlpha } from './smoothed-average.ts';
