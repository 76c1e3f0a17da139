import type { EventTable } from '../../debugger/series/event-series.ts';

/** Reads columns of events, by row, as what they are. */
export class EventColumns {
  readonly table: EventTable;
  #owners: readonly string[] | undefined;

  constructor(table: EventTable) {
    this.table = table;
  }

  get length(): number {
    return this.table.id.length;
  }

  number(field: string): Float64Array {
    const column = this.table.columns[field];
    return column instanceof Float64Array ? column : new Float64Array(this.length).fill(Number.NaN);
  }

  text(field: string): readonly string[] {
    const column = this.table.columns[field];
    if (column === undefined || column instanceof Float64Array)
      return Array.from({ length: this.length }, () => '');
    return column;
  }

  /** `main` of `execution_main/fill-3`. */
  get owners(): readonly string[] {
    this.#owners ??= this.table.id.map((id) => ownerOf(id));
    return this.#owners;
  }

  get bars(): Float64Array {
    return Float64Array.from(this.table.bar);
  }
}

/** The portfolio or strategy whose container published an event. */
export function ownerOf(id: string): string {
  const container = id.slice(0, id.lastIndexOf('/'));
  return container.slice(container.indexOf('_') + 1);
}
