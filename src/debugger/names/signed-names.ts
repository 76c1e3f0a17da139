import type { Topology } from '../../engine/topology.ts';
import { bindExpression, type Expression } from '../../tracing/expression/expression.ts';
import type { SignedWords } from '../../tracing/expression/expression-error.ts';
import { parse } from '../../tracing/expression/parse.ts';

const WORDS = new WeakMap<Topology, SignedWords>();
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Containers and symbols of a run that are called by more than letters and digits: `portfolio_my-main`, `BTC/USDT`. */
export function signedNames(topology: Topology): SignedWords {
  let words = WORDS.get(topology);
  if (words === undefined) {
    const signed = (names: readonly string[]) => names.filter((name) => !PLAIN.test(name));
    words = {
      roots: signed(topology.containers.map(({ id }) => id)),
      steps: signed(topology.symbols.map(({ series }) => series.symbol)),
    };
    WORDS.set(topology, words);
  }
  return words;
}

/** Compiles a text over a run that was checked before; `bind` gives the reader of a path. */
export function bindRunText(
  text: string,
  topology: Topology,
  bind: (steps: readonly string[]) => () => unknown,
): Expression<null> {
  return bindExpression<null>(text, bind, { words: signedNames(topology) });
}

/** The steps of one name, `portfolio.positions.BRK.B.units`. */
export function stepsOf(path: string, topology: Topology): readonly string[] {
  try {
    const tree = parse({ text: path, name: path, words: signedNames(topology) });
    if (tree.kind === 'path') return tree.steps;
  } catch {
    // No name: whoever looks it up does not find it.
  }
  return path.split('.');
}
