import type {
  CheckResult,
  Completion,
  CompletionResult,
  Inspection,
  IsCompleteResult,
  LanguageService,
} from './language-service.ts';

const KEYWORDS =
  'async await break case catch class const continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof using var void while yield'.split(
    ' ',
  );

/**
 * What can be said of a cell by its syntax and the names that there are: enough until a TypeScript is loaded, and where
 * there is none.
 */
export class SyntaxService implements LanguageService {
  readonly #names: () => readonly string[];

  /** @param names variables of the notebook */
  constructor(names: () => readonly string[]) {
    this.#names = names;
  }

  load(): void {}

  check(): Promise<CheckResult> {
    return Promise.resolve({ checked: false });
  }

  commit(): void {}

  reset(): void {}

  complete(code: string, cursor: number): Promise<CompletionResult> {
    const [, path = '', prefix] =
      /((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*\??\.\s*)*)([\p{ID_Continue}$]*)$/u.exec(
        code.slice(0, cursor),
      )!;
    const before = code.slice(0, cursor - path.length - prefix.length);
    // Members of an expression, such as `bars[0].`: without types nothing is known of them.
    const isMember = /(?<!\.\.)\.\s*$/.test(before);
    const candidates = isMember ? [] : path === '' ? this.#topLevel() : membersOf(path);
    const matches = candidates.filter(({ text }) => text.startsWith(prefix));
    return Promise.resolve({ start: cursor - prefix.length, end: cursor, matches });
  }

  inspect(): Promise<Inspection | undefined> {
    return Promise.resolve(undefined);
  }

  async isComplete(code: string): Promise<IsCompleteResult> {
    // The parser is native code that takes some milliseconds to load.
    const { isComplete } = await import('./is-complete.ts');
    return isComplete(code);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #topLevel(): Completion[] {
    const names = new Map<string, string>();
    for (const name of this.#names()) names.set(name, 'variable');
    for (const name of Object.getOwnPropertyNames(globalThis))
      if (!names.has(name)) names.set(name, kindOf(globalThis, name));
    for (const name of KEYWORDS) if (!names.has(name)) names.set(name, 'keyword');
    return [...names].map(([text, type]) => ({ text, type })).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  }
}

/** Members of what JavaScript itself provides, such as `Math.`; nothing of the user's is evaluated. */
function membersOf(path: string): Completion[] {
  let value: unknown = globalThis;
  for (const name of path.split(/\s*\??\.\s*/).slice(0, -1)) {
    const property: PropertyDescriptor | undefined =
      (typeof value === 'object' || typeof value === 'function') && value !== null
        ? Object.getOwnPropertyDescriptor(value, name)
        : undefined;
    if (property === undefined || !('value' in property)) return [];
    value = property.value;
  }
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return [];
  const owner = value;
  return Object.getOwnPropertyNames(owner)
    .filter((name) => /^[\p{ID_Start}$_]/u.test(name))
    .map((text) => ({ text, type: kindOf(owner, text) }));
}

function kindOf(owner: object, name: string): string {
  const value: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
  return typeof value === 'function' ? (/^[A-Z]/.test(name) ? 'class' : 'function') : 'property';
}
