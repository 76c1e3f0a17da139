/** What a metric's number counts in. `fraction`: 0.05 is 5 %. `date`: milliseconds since 1970 in UTC. */
export type MetricUnit = 'fraction' | 'money' | 'count' | 'ratio' | 'days' | 'bars' | 'date';

export type MetricGroup =
  | 'period'
  | 'return'
  | 'risk'
  | 'ratio'
  | 'drawdown'
  | 'benchmark'
  | 'trade'
  | 'exposure'
  | 'cost';

/** What tables, help, documentation and file formats need to know about one metric. */
export interface MetricDefinition<P extends string = string> {
  /** Property of `PerformanceMetrics`: `maxDrawdown`. */
  readonly property: P;
  /** Key in YAML, JSON and on the command line: `max_drawdown`. */
  readonly name: string;
  /** Heading for people. */
  readonly label: string;
  readonly group: MetricGroup;
  readonly unit: MetricUnit;
  /** Which end a search would prefer; null where neither is good in itself. */
  readonly better: 'higher' | 'lower' | null;
  readonly definition: string;
  /** One line of plain text. E is equity, r a return per period, N their number; a missing formula is a plain reading. */
  readonly formula: string | null;
  /** When the value is null; null here says it always has one. */
  readonly nullWhen: string | null;
}

/** The hand-written part of a definition. */
export type MetricRow = Pick<MetricDefinition, 'label' | 'unit' | 'better' | 'definition'> &
  Partial<Pick<MetricDefinition, 'formula' | 'nullWhen'>>;

/** Names a group's rows by their properties; the type demands one row for each property of `T`, no more. */
export function defineMetrics<T>(
  group: MetricGroup,
  rows: { readonly [P in keyof T & string]-?: MetricRow },
): readonly MetricDefinition<keyof T & string>[] {
  return (Object.keys(rows) as (keyof T & string)[]).map((property) => {
    const { label, unit, better, definition, formula = null, nullWhen = null } = rows[property];
    return { property, name: snakeCase(property), label, group, unit, better, definition, formula, nullWhen };
  });
}

function snakeCase(property: string): string {
  return property.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
