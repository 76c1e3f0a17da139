import type { DisplayApi } from './display-api.ts';

let current: DisplayApi | undefined;

/** Makes a runtime's displays known to modules that cells import. */
export function setDisplayApi(api: DisplayApi): void {
  current = api;
}

/** @throws Error outside of a notebook. */
export function displayApi(): DisplayApi {
  if (current === undefined) throw new Error('nothing can be displayed here: this is no notebook');
  return current;
}
