import type { EventRecord } from '../../events/event.ts';
import { type BarLookup, type BarPlace, barId, barOfFill } from '../fill-bar.ts';
import { readTraces } from './read-trace.ts';
import type { ContainerTrace } from './trace-catalogue.ts';
import type { ReadOptions } from './trace-reader.ts';

/** Finds on disk the bars whose prices filled the fills among some events; reads until it has them all. */
export async function fillBars(
  traces: readonly ContainerTrace[],
  events: Iterable<EventRecord>,
  { onNotice }: Pick<ReadOptions, 'onNotice'>,
): Promise<BarLookup> {
  const found = new Map<string, EventRecord>();
  const missing = new Map<string, BarPlace>();
  for (const event of events) {
    const place = barOfFill(event);
    if (place !== undefined) missing.set(barId(place), place);
  }
  const wanted = isBarFrom([...missing.values()]);
  const markets = new Set([...missing.keys()].map(containerOf));
  // Who published the bars most likely kept them; else somebody who heard of them may have.
  for (const own of [true, false]) {
    const some = traces.filter(({ container }) => markets.has(container) === own);
    if (missing.size === 0 || some.length === 0) continue;
    for await (const event of readTraces(some, { wanted, onNotice })) {
      if (event.type !== 'BAR') continue;
      const { symbol, index } = (event as EventRecord<'BAR'>).payload;
      const id = barId({ symbol, index });
      if (!missing.delete(id)) continue;
      found.set(id, event);
      if (missing.size === 0) break;
    }
  }
  return (place) => found.get(barId(place));
}

/** Whether an id may be that of one of these bars: its number is no lower than its place. */
function isBarFrom(places: readonly BarPlace[]): (id: string) => boolean {
  const first = new Map<string, number>();
  for (const place of places) {
    const start = barId(place).replace(/\d+$/, '');
    first.set(start, Math.min(place.index + 1, first.get(start) ?? Number.POSITIVE_INFINITY));
  }
  return (id) => {
    const dash = id.lastIndexOf('-') + 1;
    const lowest = first.get(id.slice(0, dash));
    return lowest !== undefined && Number(id.slice(dash)) >= lowest;
  };
}

function containerOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}
