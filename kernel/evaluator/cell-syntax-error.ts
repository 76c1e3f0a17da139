/** A cell that is no TypeScript. */
export class CellSyntaxError extends SyntaxError {
  override readonly name = 'SyntaxError';
  /** UTF-16 position in the cell. */
  readonly position: number;
  /** Whether what is wrong is that the cell ends too early, so that more lines may mend it. */
  readonly unfinished: boolean;
  /** Further lines for a person, such as how to mend it. */
  readonly help: string | undefined;

  constructor(message: string, position: number, unfinished: boolean, help?: string) {
    super(message);
    this.position = position;
    this.unfinished = unfinished;
    this.help = help;
  }
}
