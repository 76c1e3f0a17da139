import type { Recording } from '../recording.ts';
import type { Pace } from '../series/pace.ts';
import { BarScan } from './bar-scan.ts';
import { EventScan } from './event-scan.ts';
import { compareHits, type Hit } from './hit.ts';
import type { Stop } from './stop.ts';
import { stopVisit } from './stop-visit.ts';

/** What was found in bars (from, to]. */
export interface Scanned {
  /** The bar up to which it came. */
  readonly to: number;
  /** In the order of the run. */
  readonly hits: readonly Hit[];
}

/** Finds where stops would stop in one recording: those at ends of bars first, then those at events of the same bars. */
export class StopScan {
  readonly #bars: readonly BarScan[];
  readonly #events: EventScan;
  #hits: Hit[] = [];

  constructor(recording: Recording, stops: readonly Stop[]) {
    const byFocus = Map.groupBy(
      stops.filter(({ events }) => events === null),
      ({ focus }) => JSON.stringify(focus),
    );
    this.#bars = [...byFocus.values()].map((some) => new BarScan(recording, some, some[0].focus));
    const put = { push: (hit: Hit) => this.#hits.push(hit) };
    const atEvents = stops.filter(({ events }) => events !== null);
    this.#events = new EventScan(
      recording,
      atEvents.map((stop) => stopVisit(recording, stop, put)),
    );
  }

  /**
   * Looks through bars (from, to], both recorded, in pieces.
   *
   * @param enough hits after which it need not go on.
   */
  async scan(from: number, to: number, enough: number, pace: Pace, signal?: AbortSignal): Promise<Scanned> {
    const hits: Hit[] = [];
    this.#hits = hits;
    let end = to;
    for (const bars of this.#bars) {
      let at = from;
      const own: Hit[] = [];
      while (at < end && own.length < enough && signal?.aborted !== true) {
        at = bars.scan(at, pace.begin(at, end), own);
        await pace.end();
      }
      for (const hit of own) hits.push(hit);
      end = at;
    }
    const atEnds = hits.length;
    end = await this.#events.scan(from, end, pace, () => hits.length - atEnds >= enough, signal);
    return { to: end, hits: hits.filter(({ bar }) => bar <= end).sort(compareHits) };
  }
}
