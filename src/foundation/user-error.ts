/** A place in a file that a person can open: line and column count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface UserErrorDetails {
  /** Stable machine-readable name of the mistake, such as `unknown_key`. */
  readonly code: string;
  readonly location?: SourceLocation;
  /** The nearest valid name or the next thing to do. */
  readonly hint?: string;
  /** Lines to print under the message: an excerpt with a caret, or a table of rows. */
  readonly excerpt?: string;
  /** Process exit code when this ends a command: 2 for a mistake in the input, 1 for a run that failed. */
  readonly exitCode?: 1 | 2;
  readonly cause?: unknown;
}

/**
 * A mistake of the user's, told in one line. Everything else that is thrown is a bug of ours and shows its stack.
 * Several mistakes found together travel in one `UserErrors`.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly code: string;
  readonly location: SourceLocation | undefined;
  readonly hint: string | undefined;
  readonly excerpt: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(message: string, details: UserErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.location = details.location;
    this.hint = details.hint;
    this.excerpt = details.excerpt;
    this.exitCode = details.exitCode ?? 2;
  }

  /** `file:line:column: message (hint)`, the one line that people see. */
  get line(): string {
    const where = this.location === undefined ? '' : `${formatLocation(this.location)}: `;
    const hint = this.hint === undefined ? '' : ` (${this.hint})`;
    return `${where}${this.message}${hint}`;
  }

  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      ...(this.location ?? {}),
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.excerpt === undefined ? {} : { excerpt: this.excerpt }),
    };
  }
}

/** All mistakes of one input at once, in the order in which they stand there. */
export class UserErrors extends UserError {
  override readonly name = 'UserErrors';
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map((e) => e.line).join('\n'), { code: 'several', exitCode: 2 });
    this.errors = errors;
  }
}

export function formatLocation(location: SourceLocation): string {
  const { file, line, column } = location;
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}
