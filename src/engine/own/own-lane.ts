import { keyContainer } from '../../events/event-id.ts';
import type { BarEvent, FeaturesEvent } from '../../events/market-events.ts';
import type { OwnContainer } from './own-container.ts';
import type { Link, OwnRoute } from './own-route.ts';
import { containerOf, isOfMarket, type OwnParts } from './wire.ts';

/** What of a market container goes along a route. */
interface MarketLink {
  readonly route: OwnRoute;
  readonly link: Link;
}

/** The containers of the user's that one lane works through, and the routes by which the market reaches them. */
export class OwnLane {
  readonly #containers: readonly OwnContainer[];
  /** By number of the data or features container. */
  readonly #market = new Map<number, MarketLink[]>();

  constructor(containers: readonly OwnContainer[], market: readonly MarketLink[]) {
    this.#containers = containers;
    for (const one of market) {
      const { number } = one.link.source;
      const known = this.#market.get(number);
      if (known === undefined) this.#market.set(number, [one]);
      else known.push(one);
    }
  }

  /** Hears bars or features of the market itself. */
  get hearsMarket(): boolean {
    return this.#market.size > 0;
  }

  /** Nothing waits for the end of a slice. */
  get isQuiet(): boolean {
    return !this.hearsMarket && this.#containers.every((container) => container.isQuiet);
  }

  /** Hands on what the market publishes. */
  deliver(event: BarEvent | FeaturesEvent): void {
    if (!this.hearsMarket) return;
    for (const { route, link } of this.#market.get(keyContainer(event.key)) ?? []) route.route(event, link);
  }

  /** @param last of the run. */
  endSlice(time: number, last: boolean): void {
    for (const container of this.#containers) container.endSlice(time, last);
    if (!last) return;
    // What came out of the last events may wait in containers that were done.
    while (this.#containers.some(({ counts }) => counts.waiting > 0)) {
      for (const container of this.#containers) container.endSlice(time, true);
    }
  }
}

/** @param members numbers of the lane's containers. @returns null for a lane without any of the user's. */
export function ownLaneOf({ containers, routes }: OwnParts, members: ReadonlySet<number>): OwnLane | null {
  const own = containers.filter(({ container }) => members.has(container.number));
  if (own.length === 0) return null;
  const market = routes.flatMap((route) =>
    route.links
      .filter(
        ({ source, ways }) =>
          isOfMarket(source) &&
          ways.some(({ to }) => to.some((target) => members.has(containerOf(target).number))),
      )
      .map((link) => ({ route, link })),
  );
  return new OwnLane(own, market);
}
