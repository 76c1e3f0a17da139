import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import type { ComponentRegistries } from './workflow-config.ts';

/** Components that a workflow names in one place. */
export interface ComponentFamily {
  /** `strategies`, `slippage`: how people call them. */
  readonly name: string;
  /** The key of the workflow whose `type` names one; null for features, which strategies name. */
  readonly key: string | null;
  readonly registry: Registry<ComponentDescription>;
}

/** Every family that there is, in the order in which a bar meets them. */
export function componentFamilies(registries: ComponentRegistries): ComponentFamily[] {
  const { generators, features, strategies, sizing, risk, slippage, commission } = registries;
  const family = (name: string, key: string | null, registry: Registry<ComponentDescription> | undefined) =>
    registry === undefined ? [] : [{ name, key, registry }];
  return [
    ...family('generators', 'data[].source', generators),
    ...family('features', null, features),
    ...family('strategies', 'strategies[]', strategies),
    ...family('sizing', 'portfolios[].sizing', sizing),
    ...family('risk', 'portfolios[].risk[]', risk),
    ...family('slippage', 'execution.slippage', slippage),
    ...family('commission', 'execution.commission', commission),
  ];
}
