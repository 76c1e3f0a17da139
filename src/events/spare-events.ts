import { Pool } from '../foundation/pool.ts';
import type { EngineEvent } from './event.ts';

/**
 * Flyweights that were held beyond their dispatch and are no longer, to be used again: shared by all buses of a run, so that those in
 * use stay few, and near.
 */
export class SpareEvents {
  readonly #pools = new Map<string, Pool<EngineEvent>>();
  #holds = 0;
  /** Whether anybody in the run holds events. */
  inUse = false;

  /** For components of one kind: others may leave other fields of their events as they are. */
  of(type: number, sourceId: string): Pool<EngineEvent> {
    const key = `${type} ${sourceId}`;
    const known = this.#pools.get(key);
    if (known !== undefined) return known;
    const pool = new Pool<EngineEvent>();
    this.#pools.set(key, pool);
    return pool;
  }

  /** Gives the next place in the order in which events came to be held. */
  nextPlace(): number {
    return ++this.#holds;
  }
}
