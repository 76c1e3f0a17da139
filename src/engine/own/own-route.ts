import type { EngineEvent } from '../../events/event.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';
import type { Container } from '../container.ts';
import type { Delivery, OwnContainer } from './own-container.ts';
import type { Accepts, RouteKind } from './spec.ts';

/** Where a route ends: a container of the user's, or one of the engine's, whose components take nothing from routes. */
export type Target = OwnContainer | Container;

export interface Way {
  readonly accepts: Accepts | null;
  readonly to: readonly Target[];
}

/** From one container, for some types. */
export interface Link {
  readonly source: Container;
  readonly types: readonly number[];
  readonly ways: readonly Way[];
}

export interface RouteCounts {
  /** Events that came to its beginning. */
  readonly seen: number;
  /** Those that took no way. */
  readonly passedOver: number;
  /** Handed to a container; one event may go to many. */
  readonly sent: number;
}

/** A route of the user's: one link, or with a hierarchical one many. */
export class OwnRoute implements Stateful {
  readonly componentId: string;
  readonly kind: RouteKind;
  readonly links: readonly Link[];
  readonly delivery: Delivery;
  #seen = 0;
  #passedOver = 0;
  #sent = 0;

  constructor(kind: RouteKind, delivery: Delivery, links: readonly Link[]) {
    this.componentId = `route ${delivery.route}`;
    this.kind = kind;
    this.delivery = delivery;
    this.links = links;
    for (const { ways } of links) {
      for (const target of ways.flatMap(({ to }) => to)) if ('accept' in target) target.expect(delivery);
    }
  }

  get counts(): RouteCounts {
    return { seen: this.#seen, passedOver: this.#passedOver, sent: this.#sent };
  }

  route(event: EngineEvent, { source, ways }: Link): void {
    this.#seen++;
    for (const { accepts, to } of ways) {
      if (accepts !== null && !accepts(event.record(source.bus.containers))) continue;
      for (const target of to) {
        this.#sent++;
        if ('accept' in target) target.accept(event, this.delivery);
        else target.bus.deliver(event);
      }
      return;
    }
    this.#passedOver++;
  }

  inspect(): Record<string, unknown> {
    const { tier, batchSize, maxRetries } = this.delivery;
    return {
      kind: this.kind,
      tier,
      ...(tier === 'fast' ? { batchSize: batchSize ?? 'slice' } : {}),
      ...(tier === 'reliable' ? { maxRetries } : {}),
      ...this.counts,
    };
  }

  save(out: StateWriter): void {
    out.number(this.#seen);
    out.number(this.#passedOver);
    out.number(this.#sent);
  }

  restore(from: StateReader): void {
    this.#seen = from.number();
    this.#passedOver = from.number();
    this.#sent = from.number();
  }
}
