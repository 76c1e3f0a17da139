import { FONT_FAMILY } from '../static-image/font-metrics.ts';
import { type Color, SHADES } from '../text-chart/palette.ts';

const THEMES = ['light', 'dark'] as const;
/** Whether a figure stands on white or on black. */
export type ThemeName = (typeof THEMES)[number];

/** Colours by what they stand for. */
export interface Theme {
  readonly name: ThemeName;
  readonly paper: string;
  readonly text: string;
  /** Axis labels and what else is to stand back; 4.5:1 on paper. */
  readonly muted: string;
  readonly grid: string;
  /** The line at zero, and borders. */
  readonly line: string;
  /** Colours of the palette that terminal charts have too: told apart in every common colour blindness, 3:1 on both papers. */
  readonly color: (name: Color, alpha?: number) => string;
  /** Lines in their order. */
  readonly lines: readonly string[];
  /** From losses by nothing to gains. */
  readonly diverging: ColorScale;
  /** From little to much; even in lightness. */
  readonly sequential: ColorScale;
}

export type ColorScale = readonly (readonly [number, string])[];

const ORDER: readonly Color[] = ['blue', 'orange', 'green', 'purple', 'red', 'cyan', 'yellow', 'grey'];

function color(name: Color, alpha = 1): string {
  const [red, green, blue] = SHADES[name].rgb;
  return alpha === 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha})`;
}

const lines = ORDER.map((name) => color(name));

/** Cividis, thinned out: made so that the colour-blind and others see the same. (Nuñez, Anderton, Renslow 2018) */
const CIVIDIS: ColorScale = [
  [0, '#00224e'],
  [0.25, '#434e6c'],
  [0.5, '#7d7c78'],
  [0.75, '#bcae6c'],
  [1, '#fee838'],
];

const LIGHT: Theme = {
  name: 'light',
  paper: '#ffffff',
  text: '#1f2933',
  muted: '#5a6672',
  grid: '#e8ecf0',
  line: '#b6c0ca',
  color,
  lines,
  diverging: [
    [0, '#b35806'],
    [0.25, '#f1a340'],
    [0.5, '#f7f7f7'],
    [0.75, '#67a9cf'],
    [1, '#2166ac'],
  ],
  sequential: CIVIDIS,
};

const DARK: Theme = {
  ...LIGHT,
  name: 'dark',
  paper: '#14181d',
  text: '#e6eaee',
  muted: '#9aa7b4',
  grid: '#262d35',
  line: '#4a5562',
  diverging: [
    [0, '#b8620a'],
    [0.25, '#743e09'],
    [0.5, '#1b2027'],
    [0.75, '#1d4b7c'],
    [1, '#2a76c2'],
  ],
};

export function themeNamed(name: ThemeName): Theme {
  return name === 'dark' ? DARK : LIGHT;
}

export { FONT_FAMILY };
