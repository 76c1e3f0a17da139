/** The protocol counts code points, JavaScript UTF-16 units; they differ behind the first emoji. */

/** UTF-16 position of the `count`-th code point, or the end of the text. */
export function toUtf16(text: string, count: number): number {
  let position = 0;
  for (let i = 0; i < count && position < text.length; i++) {
    position += text.codePointAt(position)! > 0xffff ? 2 : 1;
  }
  return position;
}

/** Number of code points before a UTF-16 position. */
export function toCodePoints(text: string, position: number): number {
  let count = 0;
  for (let at = 0; at < position && at < text.length; count++) {
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return count;
}
