/** Which file of which container's trace. */
export interface TracePartName {
  readonly container: string;
  /** Counts from 1. */
  readonly part: number;
}

/** What a number at the end of a name looks like. */
const NUMBER = /\.(\d{4,})$/;

/** Symbols become part of containers' names, and some hold what is a separator, or no part of a file name, on one system or another. */
const NO_FILE_NAME = /[/\\:*?"<>|%]/g;

/** The name of a container as file names hold it: `data_BTC%2FUSDT` for `data_BTC/USDT`. */
export function fileNameOf(container: string): string {
  return container.replaceAll(
    NO_FILE_NAME,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/**
 * `portfolio_p.jsonl`, `portfolio_p.0002.jsonl`. Of a container whose own name ends like a number, the first file is
 * numbered too: `x.0002` has `x.0002.0001.jsonl`, as `x.0002.jsonl` is the second of `x`. So no two parts have one name.
 */
export function partName({ container, part }: TracePartName, ending: string): string {
  const name = fileNameOf(container);
  if (part === 1 && !NUMBER.test(name)) return `${name}${ending}`;
  return `${name}.${String(part).padStart(4, '0')}${ending}`;
}

/** What a name that `partName` made stands for. @param name without its ending. */
export function parsePartName(name: string): TracePartName {
  const number = NUMBER.exec(name);
  if (number === null) return { container: containerOf(name), part: 1 };
  return { container: containerOf(name.slice(0, number.index)), part: Number(number[1]) };
}

function containerOf(fileName: string): string {
  return fileName.replaceAll(/%([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
