import { nameHint, nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { outsideRange } from './date-range.ts';
import type { BarTable } from './files/bar-table.ts';
import type { BarTiming } from './times/bar-timing.ts';

/** Why files have no bar of the symbol in the range that was asked for. */
export async function explainNoBars(
  tables: readonly BarTable[],
  request: { readonly symbol: string; readonly label: string; readonly from?: string; readonly to?: string },
  { shift }: BarTiming,
): Promise<UserError> {
  const { symbol, label } = request;
  const extents = await Promise.all(tables.map((table) => table.extent()));
  const sum = (of: 'rows' | 'own') => extents.reduce((total, extent) => total + extent[of], 0);
  if (sum('rows') === 0) return new UserError(`${label} has a header but no rows`, { code: 'no_rows' });
  if (sum('own') > 0) {
    const held = extents.filter(({ own }) => own > 0);
    const first = Math.min(...held.map((extent) => extent.first));
    const last = Math.max(...held.map((extent) => extent.last));
    return outsideRange(symbol, label, request, first + shift, last + shift);
  }
  const lists = await Promise.all(
    tables.filter(({ positions }) => positions.symbol !== undefined).map((table) => table.symbols()),
  );
  const names = [...new Set(lists.flat())].sort();
  return new UserError(`${label} has no symbol "${symbol}"`, {
    code: 'unknown_symbol',
    hint:
      nearestName(symbol, names) === undefined && names.length > 20
        ? `it has ${names.length} others`
        : nameHint(symbol, names),
  });
}
