/** Which file of which container's trace. */
export interface TracePartName {
  readonly container: string;
  /** Counts from 1. */
  readonly part: number;
}

/** What a number at the end of a name looks like. */
const NUMBER = /\.(\d{4,})$/;

/**
 * `portfolio_p.jsonl`, `portfolio_p.0002.jsonl`. Of a container whose own name ends like a number, the first file is
 * numbered too: `x.0002` has `x.0002.0001.jsonl`, as `x.0002.jsonl` is the second of `x`. So no two parts have one name.
 */
export function partName({ container, part }: TracePartName, ending: string): string {
  if (part === 1 && !NUMBER.test(container)) return `${container}${ending}`;
  return `${container}.${String(part).padStart(4, '0')}${ending}`;
}

/** What a name that `partName` made stands for. @param name without its ending. */
export function parsePartName(name: string): TracePartName {
  const number = NUMBER.exec(name);
  if (number === null) return { container: name, part: 1 };
  return { container: name.slice(0, number.index), part: Number(number[1]) };
}
