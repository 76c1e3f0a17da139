/**
 * Advance widths of Arial and Helvetica in thousandths of the font size, for U+0020 to U+007E and U+00A0 to U+00FF, as
 * measured in a browser with Liberation Sans, which has the same widths by design.
 */
const REGULAR =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 ' +
  '556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 ' +
  '722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 ' +
  '500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 ' +
  '278 333 556 556 556 556 260 556 333 737 370 556 584 0 737 552 400 549 333 333 333 576 537 278 333 ' +
  '333 365 556 834 834 834 611 667 667 667 667 667 667 1000 722 667 667 667 667 278 278 278 278 722 722 ' +
  '778 778 778 778 778 584 778 722 722 722 722 667 667 611 556 556 556 556 556 556 889 500 556 556 556 ' +
  '556 278 278 278 278 556 556 556 556 556 556 556 549 611 556 556 556 556 500 556 500';
const BOLD =
  '278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 ' +
  '556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 ' +
  '722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 ' +
  '556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584 ' +
  '278 333 556 556 556 556 280 556 333 737 370 556 584 0 737 552 400 549 333 333 333 576 556 278 333 ' +
  '333 365 556 834 834 834 611 722 722 722 722 722 722 1000 722 667 667 667 667 278 278 278 278 722 722 ' +
  '778 778 778 778 778 584 778 722 722 722 722 667 667 611 556 556 556 556 556 556 889 556 556 556 556 ' +
  '556 278 278 278 278 611 611 611 611 611 611 611 549 611 611 611 611 611 556 611 556';

/** Other characters that figures use: regular, bold. */
const OTHERS: Readonly<Record<string, readonly [number, number]>> = {
  '–': [556, 556],
  '—': [1000, 1000],
  '‘': [222, 278],
  '’': [222, 278],
  '“': [333, 500],
  '”': [333, 500],
  '•': [350, 350],
  '…': [1000, 1000],
  '−': [584, 584],
  '€': [556, 556],
  '≤': [549, 549],
  '≥': [549, 549],
  '←': [1000, 1000],
  '↑': [500, 500],
  '→': [1000, 1000],
  '↓': [500, 500],
  Δ: [668, 719],
  Σ: [618, 600],
  α: [578, 615],
  β: [575, 610],
  σ: [617, 684],
  '√': [549, 549],
  '▲': [990, 990],
  '▼': [990, 990],
};

/** Above and below the base line, as shares of the font size. */
export const ASCENT = 0.905;
export const DESCENT = 0.212;
/** The font that the widths are of; SVG readers find one of them nearly everywhere. */
export const FONT_FAMILY = 'Arial, "Liberation Sans", Helvetica, sans-serif';

const WIDTHS = { regular: widthsOf(REGULAR, 0), bold: widthsOf(BOLD, 1) };
/** A letter that is not in the table. */
const UNKNOWN = 600;
/** Chinese, Japanese, Korean and emoji fill a square. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/** Width of a line of text in pixels. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  const widths = bold ? WIDTHS.bold : WIDTHS.regular;
  let sum = 0;
  for (const character of text) {
    sum += widths.get(character) ?? (WIDE.test(character) ? 1000 : /\p{M}/u.test(character) ? 0 : UNKNOWN);
  }
  return (sum * fontSize) / 1000;
}

function widthsOf(list: string, weight: 0 | 1): ReadonlyMap<string, number> {
  const widths = list.split(' ').map(Number);
  const characters = [...codes(0x20, 0x7e), ...codes(0xa0, 0xff)];
  return new Map([
    ...characters.map((character, i) => [character, widths[i]] as const),
    ...Object.entries(OTHERS).map(([character, both]) => [character, both[weight]] as const),
  ]);
}

function codes(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
}
