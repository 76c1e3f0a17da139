import type { ConfigLayers } from './config.ts';
import { settingsFrom } from './overrides.ts';

/** What was laid over a configuration, without what says nothing: enough to load it again as it was. */
export type GivenLayers = {
  readonly environment?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly set?: readonly string[];
};

/** Of variables, those that are settings. */
export function givenLayers({ environment, variables = {}, set = [] }: ConfigLayers): GivenLayers {
  const settings = settingsFrom(variables).map(({ name }): [string, string] => [name, variables[name] ?? '']);
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(settings.length === 0 ? {} : { variables: Object.fromEntries(settings) }),
    ...(set.length === 0 ? {} : { set: [...set] }),
  };
}
