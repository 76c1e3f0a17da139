import type { Mistakes } from './mistakes.ts';
import { checkKnown, type Names } from './names.ts';
import { itemsAt, type Path, quoted, valueAt } from './path.ts';

/** What portfolios follow: known strategies, each once, with weights that fit; and no strategy left over. */
export function checkFollowed(root: unknown, strategies: Names, mistakes: Mistakes): void {
  const followed = new Set<string>();
  const portfolios = valueAt(root, ['portfolios']);
  let allKnown = strategies.complete && Array.isArray(portfolios);
  itemsAt(root, ['portfolios']).forEach((_, i) => {
    const list: Path = ['portfolios', i, 'strategies'];
    if (!Array.isArray(valueAt(root, list))) allKnown = false;
    const here = new Set<string>();
    itemsAt(root, list).forEach((item, j) => {
      const path = typeof item === 'string' ? [...list, j] : [...list, j, 'id'];
      const id = valueAt(root, path);
      if (!checkKnown(root, path, strategies, 'strategy', mistakes)) allKnown = false;
      if (typeof id !== 'string') return;
      if (here.has(id)) {
        mistakes.add({
          code: 'duplicate_name',
          path,
          message: `strategy ${quoted(id)} is followed twice`,
          hint: 'give it one entry and one weight',
        });
      }
      here.add(id);
      followed.add(id);
    });
    checkWeights(root, ['portfolios', i], mistakes);
  });
  // With an unknown name among those followed, the strategy left over is most likely the one it meant.
  if (!allKnown) return;
  for (const [id, path] of strategies.names) {
    if (followed.has(id)) continue;
    const message = `no portfolio follows the strategy ${quoted(id)}`;
    mistakes.add({
      code: 'unused_strategy',
      path,
      message,
      hint: 'name it in the strategies of a portfolio, or remove it',
    });
  }
}

function checkWeights(root: unknown, portfolio: Path, mistakes: Mistakes): void {
  const list = [...portfolio, 'strategies'];
  const items = itemsAt(root, list);
  const leverage = valueAt(root, [...portfolio, 'leverage']);
  if (typeof leverage === 'number' && leverage > 1) return;
  let sum = 0;
  let byDefault = '';
  for (const [j] of items.entries()) {
    const given = valueAt(root, [...list, j, 'weight']);
    if (given === undefined) byDefault = `a strategy without a weight has 1/${items.length}; `;
    const weight = given ?? 1 / items.length;
    if (typeof weight !== 'number' || !(weight > 0)) return;
    sum += weight;
  }
  if (sum <= 1 + 1e-9) return;
  const message = `the weights sum to ${Number(sum.toPrecision(6))}, more than 1`;
  const hint = `${byDefault}lower them, or set leverage above 1`;
  mistakes.add({ code: 'weights_above_one', path: list, message, hint });
}
