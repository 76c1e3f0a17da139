import type { EventRecord } from '../events/event.ts';

/** A bar of a symbol, by its index in the series. */
export interface BarPlace {
  readonly symbol: string;
  readonly index: number;
}

/** Finds the BAR event of a place; undefined when it was not kept. */
export type BarLookup = (place: BarPlace) => EventRecord | undefined;

/** Numbers in a row under which the market's container may have published something else than bars. */
const MOST_OTHERS = 1000;

/** The bar whose prices filled an order; undefined when the event is no fill. */
export function barOfFill({ type, payload }: EventRecord): BarPlace | undefined {
  if (type !== 'FILL') return undefined;
  // In a trace that somebody wrote by hand a fill may lack them.
  const { symbol, index } = (payload ?? {}) as Partial<EventRecord<'FILL'>['payload']>;
  if (typeof symbol !== 'string' || typeof index !== 'number') return undefined;
  return { symbol, index };
}

/** Whether the event is that bar. */
function isBarAt({ type, payload }: EventRecord, { symbol, index }: BarPlace): boolean {
  const bar = payload as Partial<EventRecord<'BAR'>['payload']>;
  return type === 'BAR' && bar.symbol === symbol && bar.index === index;
}

/** The id that the bar has where its container published nothing but bars; otherwise its number is higher. */
export function barId({ symbol, index }: BarPlace): string {
  return `data_${symbol}/bar-${index + 1}`;
}

/** Finds bars by the ids of events. */
export function barsById(lookup: (id: string) => EventRecord | undefined): BarLookup {
  return ({ symbol, index }) => {
    let missed = 0;
    for (let guess = index; missed < MOST_OTHERS; ) {
      const bar = lookup(barId({ symbol, index: guess }));
      if (bar === undefined) {
        missed++;
        guess++;
        continue;
      }
      if (isBarAt(bar, { symbol, index })) return bar;
      // At least as many bars further on as it is before the one that is looked for; beyond that it is not there.
      const before = index - (bar as EventRecord<'BAR'>).payload.index;
      if (!(before > 0)) return undefined;
      guess += before;
    }
    return undefined;
  };
}
