import type { ContainerNames } from '../../events/event-id.ts';
import { ChainIndex } from './chain-index.ts';
import type { Envelopes } from './envelopes.ts';
import { CAUSE_SEQUENCE, SEQUENCE, TRADE_NUMBER } from './row.ts';
import type { Position, RowStore } from './row-store.ts';

/** A trade as events name it: the container that numbers it, and its number. */
export interface TradeName {
  readonly container: number;
  readonly number: number;
}

/** The trade that a correlation id names (`portfolio_balanced/trade-7`); undefined where it names none. */
export function parseTradeName(correlationId: string, containers: ContainerNames): TradeName | undefined {
  const match = /^(.+)\/trade-(\d+)$/.exec(correlationId);
  if (match === null) return undefined;
  const container = containers.indexOf(match[1]);
  return container < 0 ? undefined : { container, number: Number(match[2]) };
}

/** Finds the rows of a store by id, by cause and by trade. Knows those up to its last `update`, also those let go since. */
export class LogIndex {
  readonly #store: RowStore;
  readonly #envelopes: Envelopes;
  readonly #ids = new ChainIndex();
  readonly #trades = new ChainIndex();
  readonly #causes = new ChainIndex();
  #upTo: Position = 0;

  constructor(store: RowStore, envelopes: Envelopes) {
    this.#store = store;
    this.#envelopes = envelopes;
  }

  /** Events known. */
  get count(): number {
    return this.#ids.count;
  }

  get bytes(): number {
    return this.#ids.bytes + this.#trades.bytes + this.#causes.bytes;
  }

  /** Takes in what has been appended. */
  update(): void {
    const store = this.#store;
    if (this.#upTo >= store.end) return;
    for (const position of store.positions(this.#upTo)) this.#add(position);
    this.#upTo = store.end;
  }

  byId(key: number, sequence: number): Position | undefined {
    return this.#ids.all(key, sequence).findLast((position) => this.#store.has(position));
  }

  /** What the event with this id led to directly, oldest first. */
  byCause(key: number, sequence: number): Position[] {
    return this.#causes.all(key, sequence).filter((position) => this.#store.has(position));
  }

  /** What carries the number of a trade, oldest first. */
  byTrade({ container, number }: TradeName): Position[] {
    return this.#trades.all(container, number).filter((position) => this.#store.has(position));
  }

  #add(position: Position): void {
    const store = this.#store;
    const envelope = store.envelope(position);
    this.#ids.add(this.#envelopes.keys[envelope], store.header(position, SEQUENCE), position);
    const trade = store.header(position, TRADE_NUMBER);
    if (trade !== 0) this.#trades.add(this.#envelopes.tradeContainers[envelope], trade, position);
    const cause = store.header(position, CAUSE_SEQUENCE);
    if (cause !== 0) this.#causes.add(this.#envelopes.causeKeys[envelope], cause, position);
  }
}
