import type { Tier } from './glyphs.ts';

/** Characters that take no cell of their own: controls, escapes, combining marks, joiners, variation selectors. */
const NO_WIDTH = /[\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u;

/** East Asian wide and fullwidth blocks and emoji: two cells in every terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Cs}/u;

/** Whether a string is one glyph of one cell. */
export function isSingleWidth(glyph: string): boolean {
  const code = glyph.charCodeAt(0);
  // Nearly everything that is drawn: ASCII, box drawing, blocks, shapes and braille. Looked up before the slow test.
  if (glyph.length === 1 && ((code >= 0x20 && code <= 0x7e) || (code >= 0x2500 && code <= 0x25c9)))
    return true;
  if (glyph.length === 1 && code >= 0x2800 && code <= 0x28ff) return true;
  return Array.from(glyph).length === 1 && !NO_WIDTH.test(glyph) && !WIDE.test(glyph);
}

/**
 * Text as glyphs of one cell each: what has no width is left out, what is wide becomes `?`. A line's length in glyphs
 * is then its width on the screen, whatever name an instrument or a strategy has.
 */
export function singleWidth(text: string): string[] {
  const glyphs: string[] = [];
  // A letter and its accent in one, where there is such a letter: the accent alone would be left out.
  for (const glyph of text.normalize('NFC')) {
    if (NO_WIDTH.test(glyph)) continue;
    glyphs.push(WIDE.test(glyph) ? '?' : glyph);
  }
  return glyphs;
}

/** Text that a tier can show, all of it single-width; in ASCII accents are dropped and anything else becomes `?`. */
export function textFor(tier: Tier, text: string): string {
  if (tier !== 'ascii') return singleWidth(text).join('');
  return singleWidth(text.normalize('NFKD'))
    .map((glyph) => (glyph >= ' ' && glyph <= '~' ? glyph : '?'))
    .join('');
}
