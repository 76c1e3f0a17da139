const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Whether a variable can have this name, reserved words aside. */
export function isVariableName(text: string): boolean {
  return NAME.test(text);
}
