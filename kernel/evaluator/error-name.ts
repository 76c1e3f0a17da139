const BUILT_IN: ReadonlySet<unknown> = new Set(
  [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(
    ({ prototype }) => prototype,
  ),
);

/** What kind of error it is: the name that it has, or that of its class where the class gave it none, `class Refused extends Error {}`. */
export function errorName(error: Error): string {
  try {
    const name = String(error.name);
    const own = String(error.constructor.name);
    return own !== '' && inheritsItsName(error) ? own : name || 'Error';
  } catch {
    return 'Error';
  }
}

function inheritsItsName(error: Error): boolean {
  const kind: unknown = Object.getPrototypeOf(error);
  if (Object.hasOwn(error, 'name') || BUILT_IN.has(kind)) return false;
  for (
    let holder = kind as object | null;
    holder !== null;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    if (Object.hasOwn(holder, 'name')) return BUILT_IN.has(holder);
  }
  return false;
}
