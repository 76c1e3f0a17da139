import type { Request } from './requests.ts';

/** Front ends have one request under way each; more than that come from none of ours. */
const MOST_WAITING = 64;

/** Requests that wait for their turn. Of one front end's drags only the last counts. */
export class Latest {
  readonly #waiting: Request[] = [];
  /** Requests that were not carried out, since a later one took their place. */
  superseded = 0;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** @returns requests that will not be carried out. */
  add(request: Request): Request[] {
    const dropped: Request[] = [];
    if (request.deed.what === 'drag') {
      for (let i = this.#waiting.length - 1; i >= 0; i--) {
        const { front, deed } = this.#waiting[i];
        if (deed.what === 'drag' && front === request.front) dropped.push(...this.#waiting.splice(i, 1));
      }
    }
    this.#waiting.push(request);
    if (this.#waiting.length > MOST_WAITING) dropped.push(...this.#waiting.splice(0, 1));
    this.superseded += dropped.length;
    return dropped;
  }

  /** Takes a drag of the same front end that came after one, which is then superseded. */
  takeLater(drag: Request): Request | undefined {
    const at = this.#waiting.findIndex(({ front, deed }) => deed.what === 'drag' && front === drag.front);
    if (at < 0) return undefined;
    this.superseded++;
    return this.#waiting.splice(at, 1)[0];
  }

  take(): Request | undefined {
    return this.#waiting.shift();
  }

  /** @returns all that waited; nothing waits any more. */
  clear(): Request[] {
    return this.#waiting.splice(0);
  }
}
