import type { MarkerShape } from './layers.ts';

/**
 * Which glyphs may be used: `braille` draws lines with 2 × 4 dots a cell, `block` with quarter blocks for fonts
 * without braille, `ascii` with nothing beyond ASCII for logs and old terminals.
 */
export const TIERS = ['braille', 'block', 'ascii'] as const;
/** Which glyphs a chart may use: `braille`, `block` for fonts without braille, or `ascii`. */
export type Tier = (typeof TIERS)[number];

/** How a raster of dots finer than the cells becomes glyphs. Bit `y * across + x` of a mask is the dot at (x, y). */
export interface DotGlyphs {
  readonly across: number;
  readonly down: number;
  /** Glyph of a mask in a line. */
  line(mask: number): string;
  /** Glyph of a mask in a filled area. */
  fill(mask: number): string;
  /** The mask that a glyph on the grid shows, 0 when it is not one of ours: two lines may then share a cell. */
  mask(glyph: string): number;
}

/** A candle's glyphs, one per state of a cell: a string in which every character is one glyph. */
export interface CandleGlyphs {
  /** Index `3 × upper half + lower half`, each 0 nothing, 1 wick, 2 body. */
  readonly up: string;
  readonly down: string;
  /** Open equals close, by whether a wick goes up (1) and down (2). */
  readonly doji: string;
}

export interface GlyphSet {
  readonly dots: DotGlyphs;
  readonly candles: CandleGlyphs;
  /** Bars rising from the bottom of a cell, one to eight eighths high. */
  readonly rising: string;
  /** Bars hanging from the top of a cell, one to eight eighths long. */
  readonly hanging: string;
  /** A value that equals the baseline: something was there, and it was nothing. */
  readonly zero: string;
  readonly markers: Readonly<Record<MarkerShape, string>>;
  /** Markers of different shapes in one cell. */
  readonly mixedMarkers: string;
  readonly level: string;
  readonly cursor: string;
  readonly line: string;
  readonly axis: {
    readonly vertical: string;
    readonly tick: string;
    readonly corner: string;
    readonly horizontal: string;
    readonly timeTick: string;
    readonly hidden: string;
    readonly cursor: string;
  };
  readonly ellipsis: string;
}

// Dots of a braille cell in reading order; the standard counts the left column first and adds the fourth row last.
const BRAILLE_BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

const braille: DotGlyphs = {
  across: 2,
  down: 4,
  line(mask) {
    let bits = 0;
    for (let dot = 0; dot < 8; dot++) if ((mask & (1 << dot)) !== 0) bits |= BRAILLE_BITS[dot];
    return String.fromCharCode(0x2800 + bits);
  },
  fill: (mask) => braille.line(mask),
  mask(glyph) {
    const bits = glyph.charCodeAt(0) - 0x2800;
    if (bits < 0 || bits > 0xff) return 0;
    let mask = 0;
    for (let dot = 0; dot < 8; dot++) if ((bits & BRAILLE_BITS[dot]) !== 0) mask |= 1 << dot;
    return mask;
  },
};

const QUADRANTS = ' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█';

const quadrants: DotGlyphs = {
  across: 2,
  down: 2,
  line: (mask) => QUADRANTS[mask],
  fill: (mask) => QUADRANTS[mask],
  // Not read back: the same glyphs are candle bodies and histogram bars, which a line must replace, not join.
  mask: () => 0,
};

// Top, middle and bottom third of a cell, by the height at which ASCII draws.
const THIRDS = ` '-'.:.|`;
const FILLED_THIRDS = ` ':".:.#`;

const thirds: DotGlyphs = {
  across: 1,
  down: 3,
  line: (mask) => THIRDS[mask],
  fill: (mask) => FILLED_THIRDS[mask],
  mask: () => 0,
};

const UNICODE: Omit<GlyphSet, 'dots'> = {
  // A falling candle is a filled block and a rising one a thick line, so that they differ without colour, as filled
  // and hollow candles do. No glyph joins a wick to half a block; there the body wins.
  candles: {
    up: ' ╷╻╵│╽╹╿┃',
    down: ' ╷▄╵│▄▀▀█',
    doji: '─┴┬┼',
  },
  rising: '▁▂▃▄▅▆▇█',
  // Unicode has hanging blocks of one eighth and one half only.
  hanging: '▔▔▀▀▀███',
  zero: '▁',
  markers: { up: '▲', down: '▼', dot: '●', cross: '✕' },
  mixedMarkers: '◆',
  level: '╌',
  cursor: '┆',
  line: '─',
  axis: {
    vertical: '│',
    tick: '┤',
    corner: '└',
    horizontal: '─',
    timeTick: '┬',
    hidden: '┄',
    cursor: '▼',
  },
  ellipsis: '…',
};

const ASCII: GlyphSet = {
  dots: thirds,
  candles: {
    up: ' |+||++++',
    down: ' |#||####',
    doji: '----',
  },
  rising: '..:::###',
  hanging: `'':::###`,
  zero: '_',
  markers: { up: '^', down: 'v', dot: 'o', cross: 'x' },
  mixedMarkers: '*',
  level: '=',
  cursor: ':',
  line: '-',
  axis: { vertical: '|', tick: '+', corner: '+', horizontal: '-', timeTick: '+', hidden: '.', cursor: 'V' },
  ellipsis: '~',
};

/** The glyphs of each tier. */
export const GLYPHS: Readonly<Record<Tier, GlyphSet>> = {
  braille: { ...UNICODE, dots: braille },
  block: { ...UNICODE, dots: quadrants },
  ascii: ASCII,
};
