/** Data that can be read: as text it is what people see, as JSON and in programs it is the data alone. */
export type Shown<T extends object> = T & {
  /** The same for people: lines without colours, no newline at the end. */
  toString(): string;
};

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Gives data its text. @param text made when it is asked for; what it reads must not change meanwhile. */
export function shown<T extends object>(data: T, text: (data: T) => string): Shown<T> {
  let known: string | undefined;
  const show = () => (known ??= text(data).replace(/\n+$/, ''));
  return Object.defineProperties(data, {
    toString: { value: show, configurable: true },
    [INSPECT]: { value: show, configurable: true },
  });
}
