const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What a part of a pattern matches. A number may have fewer digits than it is written with. */
const PARTS: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  y: '\\d{2}',
  m: '\\d{1,2}',
  d: '\\d{1,2}',
  H: '\\d{1,2}',
  I: '\\d{1,2}',
  M: '\\d{1,2}',
  S: '\\d{1,2}',
  f: '\\d{1,9}',
  g: '\\d{1,3}',
  b: '[A-Za-z]{3}',
  B: '[A-Za-z]+',
  a: '[A-Za-z]{3}',
  A: '[A-Za-z]+',
  p: '[AaPp][Mm]',
  z: '[+-]\\d{2}:?\\d{2}|Z',
};

/**
 * A reader of times that are written by a pattern of strptime, for text that the engine does not read itself. It gives
 * milliseconds, NaN for what is not so written. Parts that only the engine knows (`%j`, `%c`, names of zones) make it
 * undefined.
 */
export function patternReader(pattern: string): ((text: string) => number) | undefined {
  const letters: string[] = [];
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== '%') {
      source += pattern[i].replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      continue;
    }
    i += pattern[i + 1] === '-' ? 2 : 1;
    const part = PARTS[pattern[i]];
    if (part === undefined) return undefined;
    letters.push(pattern[i]);
    source += `(${part})`;
  }
  const matcher = new RegExp(`^${source}$`);
  return (text) => {
    const match = matcher.exec(text);
    if (match === null) return Number.NaN;
    return timeOf(new Map(letters.map((letter, i) => [letter, match[i + 1]])));
  };
}

function timeOf(parts: ReadonlyMap<string, string>): number {
  const number = (letter: string, missing: number) => Number(parts.get(letter) ?? missing);
  const short = number('y', Number.NaN);
  // The turn of the century is where the engine has it.
  const year = Number.isNaN(short) ? number('Y', 1900) : short + (short < 69 ? 2000 : 1900);
  const name = (parts.get('b') ?? parts.get('B'))?.slice(0, 3).toLowerCase();
  const month = name === undefined ? number('m', 1) : MONTHS.indexOf(name) + 1;
  const day = number('d', 1);
  const half = parts.get('p')?.toLowerCase();
  const hour = half === undefined ? number('H', 0) : (number('I', 12) % 12) + (half === 'pm' ? 12 : 0);
  const [minute, second] = [number('M', 0), number('S', 0)];
  const fraction = (parts.get('f') ?? parts.get('g') ?? '').padEnd(3, '0').slice(0, 3);
  const date = Date.UTC(year, month - 1, day);
  // Months and days past their end roll over instead of being refused.
  if (month < 1 || new Date(date).getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59)
    return Number.NaN;
  const zone = /([+-])(\d{2}):?(\d{2})/.exec(parts.get('z') ?? '');
  const offset = zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]));
  return date + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Number(fraction);
}
