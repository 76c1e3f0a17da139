import { nameHint } from '../../foundation/nearest-name.ts';
import { type ExpressionSource, expressionError } from './expression-error.ts';
import { FUNCTIONS } from './functions.ts';
import { checkKinds } from './kinds.ts';
import type { FunctionName, Node } from './syntax-tree.ts';
import { type Token, tokenise } from './token.ts';

/** Longest text of an expression, in UTF-16 units. */
export const LONGEST = 1000;
/** Deepest nesting of parentheses, functions, `!` and `-`. */
export const DEEPEST = 32;

/** How tightly operators bind; those of one row from the left. */
const BINDING: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '===': 3,
  '!==': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const PREFIX_BINDING = 7;

/**
 * Parses an expression by precedence climbing (Pratt).
 *
 * @throws UserError with the column, an excerpt with a caret, and what was expected.
 */
export function parse(source: ExpressionSource): Node {
  if (source.text.length > LONGEST) {
    throw expressionError(source, LONGEST, `longer than ${LONGEST} characters`);
  }
  return new Parser(source).whole();
}

class Parser {
  readonly #source: ExpressionSource;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(source: ExpressionSource) {
    this.#source = source;
    this.#tokens = tokenise(source);
  }

  whole(): Node {
    const node = this.#expression(0);
    const rest = this.#peek();
    if (rest.kind !== 'end') throw this.#expected('an operator or the end', rest);
    return node;
  }

  #expression(minimum: number): Node {
    if (++this.#depth > DEEPEST) {
      throw expressionError(this.#source, this.#peek().at, `nested deeper than ${DEEPEST} levels`);
    }
    let left = this.#prefix();
    for (;;) {
      const token = this.#peek();
      const binding = token.kind === 'symbol' ? (BINDING[token.symbol] ?? 0) : 0;
      if (token.kind !== 'symbol' || binding <= minimum) break;
      this.#next++;
      left = this.#binary(token, left, this.#expression(binding));
    }
    this.#depth--;
    return left;
  }

  #binary(token: Token & { kind: 'symbol' }, left: Node, right: Node): Node {
    const node = binaryNode(token, left, right);
    checkKinds(node, this.#source);
    return node;
  }

  #prefix(): Node {
    const token = this.#take();
    switch (token.kind) {
      case 'number':
        if (Number.isFinite(token.value)) return { kind: 'literal', at: token.at, value: token.value };
        throw expressionError(this.#source, token.at, `${token.text} is too large for a number`);
      case 'string':
        return { kind: 'literal', at: token.at, value: token.value };
      case 'name':
        return this.#named(token);
      case 'symbol':
        break;
      case 'end':
        throw this.#expected('a value', token);
    }
    const { symbol, at } = token;
    if (symbol === '(') {
      const inner = this.#expression(0);
      this.#close(')', at);
      return inner;
    }
    if (symbol === '!' || symbol === '-') {
      // `not a == b` is read as `not (a == b)`, as everywhere where the word exists; `!a == b` as `(!a) == b`.
      const binding = token.text === 'not' ? BINDING['&&'] : PREFIX_BINDING;
      const of = this.#expression(binding);
      const node: Node = { kind: symbol === '!' ? 'not' : 'negate', at, of };
      checkKinds(node, this.#source);
      return node;
    }
    throw this.#expected('a value', token);
  }

  #named(token: Token & { kind: 'name' }): Node {
    const { text, at } = token;
    if (this.#isNext('(')) return this.#call(text, at);
    if (text === 'true' || text === 'false') return { kind: 'literal', at, value: text === 'true' };
    if (text === 'null') return { kind: 'literal', at, value: null };
    const steps = [text];
    for (;;) {
      if (this.#isNext('.')) {
        this.#next++;
        const step = this.#take();
        if (step.kind !== 'name') throw this.#expected('the name of a field', step);
        steps.push(step.text);
      } else if (this.#isNext('[')) {
        const { at: opened } = this.#take();
        const step = this.#take();
        const isIndex = step.kind === 'number' && /^\d+$/.test(step.text);
        if (!isIndex && step.kind !== 'string') throw this.#expected('a whole number or text', step);
        steps.push(String(step.value));
        this.#close(']', opened);
      } else {
        return { kind: 'path', at, steps };
      }
    }
  }

  #call(name: string, at: number): Node {
    const names = Object.keys(FUNCTIONS);
    if (!Object.hasOwn(FUNCTIONS, name)) {
      throw expressionError(this.#source, at, `unknown function "${name}"`, nameHint(name, names));
    }
    const { at: opened } = this.#take();
    const given: Node[] = [];
    while (!this.#isNext(')')) {
      if (given.length > 0) {
        if (!this.#isNext(',')) break;
        this.#next++;
      }
      given.push(this.#expression(0));
    }
    this.#close(')', opened);
    const { least, most } = FUNCTIONS[name as FunctionName];
    if (given.length < least || given.length > most) {
      const wanted = least === most ? 'one number' : 'at least one number';
      throw expressionError(this.#source, at, `${name} takes ${wanted}, found ${given.length}`);
    }
    const node: Node = { kind: 'call', at, name: name as FunctionName, arguments: given };
    checkKinds(node, this.#source);
    return node;
  }

  #close(symbol: ')' | ']', opened: number): void {
    const token = this.#take();
    if (token.kind === 'symbol' && token.symbol === symbol) return;
    const column = Array.from(this.#source.text.slice(0, opened)).length + 1;
    throw this.#expected(`an operator or "${symbol}" for column ${column}`, token);
  }

  #isNext(symbol: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.symbol === symbol;
  }

  #peek(): Token {
    return this.#tokens[this.#next];
  }

  /** The next token; the end is given as often as it is asked for. */
  #take(): Token {
    const token = this.#tokens[this.#next];
    if (token.kind !== 'end') this.#next++;
    return token;
  }

  #expected(what: string, found: Token): Error {
    const shown = found.kind === 'end' ? 'the end' : JSON.stringify(found.text);
    return expressionError(this.#source, found.at, `expected ${what}, found ${shown}`);
  }
}

function binaryNode({ symbol, at }: Token & { kind: 'symbol' }, left: Node, right: Node): Node {
  switch (symbol) {
    case '||':
    case '&&':
      return { kind: 'logical', at, operator: symbol, left, right };
    case '==':
    case '===':
      return { kind: 'equality', at, operator: '==', left, right };
    case '!=':
    case '!==':
      return { kind: 'equality', at, operator: '!=', left, right };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'order', at, operator: symbol, left, right };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { kind: 'arithmetic', at, operator: symbol, left, right };
    default:
      throw new Error(`${symbol} is no operator between two values`);
  }
}
