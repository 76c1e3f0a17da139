/** What a magic may do besides what any code may. */
export interface MagicContext {
  /** Runs TypeScript over the notebook's variables, as a part of the running cell. Its value is that of the last expression. */
  readonly evaluate: (code: string) => Promise<unknown>;
  /** Aborted when the user stops the cell. */
  readonly signal: AbortSignal;
  /** `In[3]`: what tracebacks call the cell. */
  readonly cell: string;
  /** Line of the cell, from 1, in which what the magic is given begins: the body, or else the argument. */
  readonly line: number;
  /** Sets a variable of the notebook. */
  readonly define: (name: string, value: unknown) => void;
}

/**
 * A command in a cell that is no TypeScript: `%name argument` in a line of its own, or `%%name argument` as the first
 * line, with the rest of the cell for it. What it throws is the cell's error; what it returns is the value of the line.
 */
export interface Magic {
  /** For `%help`, completion and hover: what it does, in a sentence. */
  readonly summary: string;
  /** `%time expression`. */
  readonly usage: string;
  /** Whether argument or body are TypeScript, to be checked and completed as such. */
  readonly takesCode?: boolean;
  /** What may be completed behind the name. */
  readonly words?: readonly string[];
  /** More than usage and summary say, for `%help name` and hover. */
  readonly page?: string;
  /** Another name of a magic: completion and lists leave it out. */
  readonly isAlias?: boolean;
  /** Type of the variable that a cell sets under the name it is given, in TypeScript. */
  readonly declares?: string;
  line?(argument: string, context: MagicContext): unknown;
  cell?(argument: string, body: string, context: MagicContext): unknown;
}

/** Magics by name. `!`, where there is one, takes lines that begin with an exclamation mark. */
export type Magics = ReadonlyMap<string, Magic>;

/** What can stand at a place of a magic's argument. */
export interface MagicCompletion {
  /** Where in the argument the candidates begin. */
  readonly start: number;
  readonly candidates: readonly { readonly text: string; readonly help: string }[];
}

/** A magic as whoever does not run it knows it. */
export interface MagicInfo
  extends Pick<Magic, 'summary' | 'usage' | 'takesCode' | 'words' | 'page' | 'isAlias' | 'declares'> {
  readonly name: string;
  readonly isLine: boolean;
  readonly isCell: boolean;
}

export function infoOf(magics: Magics): MagicInfo[] {
  return [...magics].map(([name, magic]) => {
    const { summary, usage, takesCode, words, page, isAlias, declares } = magic;
    const isLine = magic.line !== undefined;
    const isCell = magic.cell !== undefined;
    return { name, summary, usage, takesCode, words, page, isAlias, declares, isLine, isCell };
  });
}
