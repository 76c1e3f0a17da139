const LATEST = new Map<string, { readonly type: string }>();

/** Notes that a strategy was defined; returns it. */
export function noteDefinition<D extends { readonly type: string }>(definition: D): D {
  LATEST.set(definition.type, definition);
  return definition;
}

/**
 * The strategy of a type that was defined last in this process. A notebook's cell that is run again defines it anew; what came
 * of the one before it is then of yesterday. Nothing but that depends on it.
 */
export function latestDefinition(type: string): { readonly type: string } | undefined {
  return LATEST.get(type);
}
