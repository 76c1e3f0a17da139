import { type Bind, compileNode } from './compile.ts';
import type { SignedWords } from './expression-error.ts';
import { checkPaths } from './known-paths.ts';
import { parse } from './parse.ts';
import { type Node, pathsOf } from './syntax-tree.ts';
import { isTrue, type Value } from './value.ts';

export interface ExpressionOptions {
  /** What the expression is called in messages: `--where`; "expression" by default. */
  readonly name?: string;
  /** The names that exist, `metrics.total_pnl` or `payload.*`; any name is accepted when left out. */
  readonly paths?: readonly string[];
  /** What to say of a name that does not exist here; the nearest that does where it gives nothing. */
  readonly hint?: (path: string) => string | undefined;
  /** Names with signs in them. */
  readonly words?: SignedWords;
}

/** An expression that was read and checked, ready to be asked over and over. */
export interface Expression<S> {
  readonly text: string;
  readonly tree: Node;
  /** The paths it reads, as steps. */
  readonly paths: readonly (readonly string[])[];
  /** What it gives in a scope; null when something it needs is missing. */
  readonly evaluate: (scope: S) => Value;
  /** Whether it is true in a scope. Missing values, 0 and empty text are not. */
  readonly test: (scope: S) => boolean;
}

/** Gives the value at a path such as `event.payload.pnl`; undefined when it is missing. */
export type Resolver = (path: string) => unknown;

/**
 * Compiles an expression whose paths are looked up by name at every use.
 *
 *     compileExpression('metrics.total_pnl > 0').test((path) => values[path])
 *
 * @throws UserError with the column, an excerpt with a caret, and what was expected.
 */
export function compileExpression(text: string, options: ExpressionOptions = {}): Expression<Resolver> {
  return bindExpression<Resolver>(
    text,
    (steps) => {
      const path = steps.join('.');
      return (resolve) => resolve(path);
    },
    options,
  );
}

/**
 * Compiles an expression whose paths are looked up once, now: for predicates that are asked at every event.
 *
 *     bindExpression<EventRecord>('pnl < 0', (steps) => (event) => fieldAt(event.payload, steps)).test(event)
 *
 * @param bind gives the reader of a path; it may throw a UserError for a path that it cannot read.
 * @throws UserError with the column, an excerpt with a caret, and what was expected.
 */
export function bindExpression<S>(
  text: string,
  bind: Bind<S>,
  options: ExpressionOptions = {},
): Expression<S> {
  const source = { text, name: options.name ?? 'expression', words: options.words };
  const tree = parse(source);
  if (options.paths !== undefined) checkPaths(tree, options.paths, source, options.hint);
  const evaluate = compileNode(tree, bind);
  return { text, tree, paths: pathsOf(tree), evaluate, test: (scope) => isTrue(evaluate(scope)) };
}
