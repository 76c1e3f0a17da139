import { type CellGrid, type ColorDepth, renderChanges } from '../../src/index.ts';
import type { Screen } from '../view/screen.ts';

/** Milliseconds: a key must not wait for the frame before, and what prints without end must not have one for each line. */
const LEAST_BETWEEN = 8;
const [HIDE, SHOW] = ['\u001b[?25l', '\u001b[?25h'];
/** Terminals that know of it show a frame only when all of it is there. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];

/** Where frames go. */
export interface Canvas {
  readonly columns: number;
  readonly rows: number;
  write(text: string): unknown;
}

/**
 * Brings screens onto the terminal: only the cells that changed, each frame at once. Ink composes text anew from all of its tree at each
 * frame, which takes longer than everything else that a key does; what it does well, keys and modes of the terminal, is left to it.
 */
export class Painter {
  readonly #canvas: Canvas;
  readonly #colors: ColorDepth;
  readonly #screen: () => Screen;
  /** What the terminal shows; null when that is not known. */
  #shown: CellGrid | null = null;
  #cursor: Screen['cursor'] = null;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isOff = false;

  /** @param screen the one that is to be seen by now. */
  constructor(canvas: Canvas, colors: ColorDepth, screen: () => Screen) {
    this.#canvas = canvas;
    this.#colors = colors;
    this.#screen = screen;
  }

  /** Brings out what changed, now or as soon as the frame before has been seen. */
  readonly paint = (): void => {
    if (this.#isOff || this.#timer !== undefined) return;
    const wait = this.#last + LEAST_BETWEEN - performance.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#frame(), wait);
    else this.#frame();
  };

  /** Somebody else wrote to the terminal, or its size changed: the next frame is drawn as a whole. */
  forget(): void {
    this.#shown = null;
  }

  /** Nothing is drawn until `resume`. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isOff = true;
  }

  resume(): void {
    this.#isOff = false;
    this.forget();
    this.paint();
  }

  #frame(): void {
    this.#timer = undefined;
    const { grid, cursor } = this.#screen();
    const { columns, rows } = this.#canvas;
    // The frame of a size that the terminal does not have any more would wrap.
    if (grid.width > columns || grid.height > rows) return;
    const isSameSize = this.#shown?.width === grid.width && this.#shown.height === grid.height;
    const changes = renderChanges(isSameSize ? this.#shown : null, grid, { colors: this.#colors });
    const moved = cursor?.x !== this.#cursor?.x || cursor?.y !== this.#cursor?.y || this.#shown === null;
    this.#shown = grid;
    this.#cursor = cursor;
    if (changes === '' && !moved) return;
    this.#last = performance.now();
    const place = cursor === null ? '' : `\u001b[${cursor.y + 1};${cursor.x + 1}H${SHOW}`;
    this.#canvas.write(`${BEGIN}${HIDE}${changes}${place}${END}`);
  }
}
