import { type Position, samePosition } from './position.ts';

/** Places that are remembered; the oldest go. */
const MOST_PLACES = 1000;

/** Where the cursor has been, as a browser has it: going back keeps what lay ahead, until the cursor goes elsewhere. */
export class CursorHistory {
  readonly #places: Position[];
  #at = 0;

  constructor(start: Position) {
    this.#places = [start];
  }

  /** The places, oldest first. */
  get places(): readonly Position[] {
    return this.#places;
  }

  /** Which of `places` the cursor stands at. */
  get at(): number {
    return this.#at;
  }

  visit(position: Position): void {
    if (samePosition(position, this.#places[this.#at])) return;
    this.#places.length = this.#at + 1;
    this.#places.push(position);
    if (this.#places.length > MOST_PLACES) this.#places.shift();
    this.#at = this.#places.length - 1;
  }

  /** The place `distance` visits ahead, or back when it is negative; as far as there are places. */
  peek(distance: number): Position {
    return this.#places[this.#clamp(distance)];
  }

  go(distance: number): void {
    this.#at = this.#clamp(distance);
  }

  #clamp(distance: number): number {
    return Math.min(Math.max(this.#at + distance, 0), this.#places.length - 1);
  }
}
