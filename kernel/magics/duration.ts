const UNITS: readonly (readonly [milliseconds: number, unit: string])[] = [
  [1000, 's'],
  [1, 'ms'],
  [1e-3, 'µs'],
  [1e-6, 'ns'],
];

/** `12.3 ms`: three digits and the unit in which they are easy to read. */
export function duration(milliseconds: number): string {
  const [size, unit] = UNITS.find(([least]) => milliseconds >= least) ?? UNITS[UNITS.length - 1];
  const value = milliseconds / size;
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
}
