import { encodePng } from './png-encode.ts';

interface PixelData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The little of a 2D canvas that Plotly draws heat maps with: rectangles of one colour, and pixels. */
export class PixelCanvas {
  fillStyle = 'rgba(0,0,0,1)';
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8ClampedArray;

  constructor(width: number, height: number) {
    this.width = Math.max(0, Math.round(width));
    this.height = Math.max(0, Math.round(height));
    this.#pixels = new Uint8ClampedArray(this.width * this.height * 4);
  }

  /** Drawn over what is there, without smoothing: edges are rounded to pixels. */
  fillRect(x: number, y: number, width: number, height: number): void {
    const [red, green, blue, alpha] = colorOf(this.fillStyle);
    // Plotly passes sizes below 0 for axes that run the other way.
    const [left, right] = span(x, x + width, this.width);
    const [top, bottom] = span(y, y + height, this.height);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const at = 4 * (row * this.width + column);
        this.#pixels[at] = red;
        this.#pixels[at + 1] = green;
        this.#pixels[at + 2] = blue;
        this.#pixels[at + 3] = alpha * 255;
      }
    }
  }

  createImageData(width: number, height: number): PixelData {
    return { data: new Uint8ClampedArray(width * height * 4), width, height };
  }

  putImageData({ data, width, height }: PixelData, x: number, y: number): void {
    for (let row = 0; row < Math.min(height, this.height - y); row++) {
      const line = data.subarray(4 * row * width, 4 * (row * width + Math.min(width, this.width - x)));
      this.#pixels.set(line, 4 * ((row + y) * this.width + x));
    }
  }

  toDataURL(): string {
    const png = encodePng(this.width, this.height, new Uint8Array(this.#pixels.buffer));
    return `data:image/png;base64,${png.toString('base64')}`;
  }
}

function span(a: number, b: number, end: number): [number, number] {
  const clip = (value: number) => Math.min(end, Math.max(0, Math.round(value)));
  return a < b ? [clip(a), clip(b)] : [clip(b), clip(a)];
}

function colorOf(style: string): number[] {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (style.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}
