/**
 * Colours by name. Blue and orange stand for up and down: they stay apart in every common colour blindness, as green
 * and red do not. Every colour keeps a contrast of at least 3:1 on black and on white.
 */
export const COLORS = ['blue', 'orange', 'green', 'red', 'purple', 'yellow', 'cyan', 'grey'] as const;
/** A colour by its name. Blue stands for up and orange for down. */
export type Color = (typeof COLORS)[number];

/** How many colours the terminal has; `none` keeps bold and dim, which NO_COLOR does not forbid. */
export type ColorDepth = 'truecolor' | '256' | '16' | 'none';

interface Shade {
  readonly rgb: readonly [number, number, number];
  /** Index of the nearest colour of the 256, among the 240 that themes do not change. */
  readonly index: number;
  /** SGR code of the nearest of the 16. */
  readonly sgr: number;
}

/** Each colour in all depths that terminals have. */
export const SHADES: Readonly<Record<Color, Shade>> = {
  blue: { rgb: [46, 139, 224], index: 32, sgr: 94 },
  orange: { rgb: [217, 119, 6], index: 172, sgr: 33 },
  green: { rgb: [18, 147, 108], index: 29, sgr: 32 },
  red: { rgb: [220, 75, 62], index: 167, sgr: 31 },
  purple: { rgb: [169, 112, 201], index: 134, sgr: 35 },
  yellow: { rgb: [168, 139, 0], index: 136, sgr: 93 },
  cyan: { rgb: [14, 145, 158], index: 31, sgr: 36 },
  grey: { rgb: [128, 128, 128], index: 244, sgr: 90 },
};

/** The SGR parameters that choose a colour, empty for `none`. */
export function foreground(color: Color, depth: ColorDepth): string {
  const { rgb, index, sgr } = SHADES[color];
  switch (depth) {
    case 'truecolor':
      return `38;2;${rgb.join(';')}`;
    case '256':
      return `38;5;${index}`;
    case '16':
      return `${sgr}`;
    case 'none':
      return '';
  }
}
