import { generators } from '../data/generate-bars.ts';
import { eventTypeNames } from '../events/event-type.ts';
import { commissionRegistry } from '../execution/commission.ts';
import { slippageRegistry } from '../execution/slippage.ts';
import { featureRegistry } from '../features/index.ts';
import { riskLimitRegistry } from '../risk/limits.ts';
import { sizingRegistry } from '../risk/sizing.ts';
import { strategyRegistry } from '../strategies/index.ts';
import type { ComponentRegistries } from './config/workflow-config.ts';
import { conditionPaths } from './trace-conditions.ts';

/** Everything that a configuration can name. */
export function registeredComponents(): ComponentRegistries {
  return {
    features: featureRegistry,
    strategies: strategyRegistry,
    sizing: sizingRegistry,
    risk: riskLimitRegistry,
    slippage: slippageRegistry,
    commission: commissionRegistry,
    generators,
    eventTypes: eventTypeNames(),
    conditionPaths: conditionPaths(),
  };
}
