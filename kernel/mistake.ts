/**
 * A mistake of the user's, told in one line: what `UserError` is to the engine. The front process uses its own, since
 * the engine takes longer to load than a front end should wait for a kernel.
 */
export class KernelMistake extends Error {
  override readonly name = 'KernelMistake';
  /** Stable machine-readable name, such as `bad_connection_file`. */
  readonly code: string;
  /** The nearest valid name or the next thing to do. */
  readonly hint: string | undefined;

  constructor(message: string, { code, hint }: { readonly code: string; readonly hint?: string }) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
