import { givenPattern } from '../../data/times/date-pattern.ts';
import { checkTimeZone } from '../../data/times/zone-clock.ts';
import { UserError } from '../../foundation/user-error.ts';
import { makeInstrument } from '../../market/instrument.ts';
import { checkFollowed } from './following-checks.ts';
import type { Mistakes } from './mistakes.ts';
import { momentOf } from './moment.ts';
import { checkKnown, checkUnique } from './names.ts';
import { itemsAt, type Path, quoted, valueAt } from './path.ts';
import { PLANNED_SEQUENCES, PLANNED_TOPOLOGIES } from './schema.ts';

/**
 * What one part says about another: unique names, names that exist, dates in order. Reads the configuration as written,
 * so that these mistakes are told beside those of the schema; whatever has the wrong type is passed over here.
 */
export function crossCheck(root: unknown, mistakes: Mistakes): void {
  for (const [i] of itemsAt(root, ['data']).entries()) checkDataEntry(root, ['data', i], mistakes);

  const symbols = checkUnique(root, ['data'], 'symbol', mistakes);
  const strategyIds = checkUnique(root, ['strategies'], 'id', mistakes);
  checkUnique(root, ['portfolios'], 'id', mistakes);

  const day = ['execution', 'day', 'timezone'];
  checkBy(checkTimeZone, valueAt(root, day), day, mistakes);
  checkKnown(root, ['benchmark'], symbols, 'symbol', mistakes);
  for (const [i] of itemsAt(root, ['strategies']).entries()) {
    const path = ['strategies', i, 'symbols'];
    for (const [j] of itemsAt(root, path).entries())
      checkKnown(root, [...path, j], symbols, 'symbol', mistakes);
    checkUnique(root, path, undefined, mistakes);
  }
  checkFollowed(root, strategyIds, mistakes);
}

/** What the design names and this version cannot run: told before the schema would call it merely unknown. */
export function checkPlanned(root: unknown, mistakes: Mistakes): void {
  refusePlanned(root, ['topology'], PLANNED_TOPOLOGIES, mistakes);
  refusePlanned(root, ['sequence'], PLANNED_SEQUENCES, mistakes);
}

function refusePlanned(root: unknown, path: Path, planned: readonly string[], mistakes: Mistakes): void {
  const value = valueAt(root, path);
  if (typeof value !== 'string' || !planned.includes(value)) return;
  const hint = `only ${path[0] === 'topology' ? 'full_backtest' : 'single_pass'} can be run`;
  mistakes.add({ code: 'not_available', path, message: `${value} is not available yet`, hint });
}

function checkDataEntry(root: unknown, path: Path, mistakes: Mistakes): void {
  const time = (edge: 'from' | 'to') => {
    const text = valueAt(root, [...path, edge]);
    if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
    const found = momentOf(text, edge);
    if (found === undefined) {
      const message = `there is no such date or time: ${quoted(text)}`;
      mistakes.add({
        code: 'no_such_date',
        path: [...path, edge],
        message,
        hint: 'write 2000-01-31 or 2000-01-31T14:30:00Z',
      });
    }
    return found;
  };
  const from = time('from');
  const to = time('to');
  if (from !== undefined && to !== undefined && from > to) {
    const [first, last] = ['from', 'to'].map((edge) => String(valueAt(root, [...path, edge])));
    mistakes.add({
      code: 'dates_reversed',
      path: [...path, 'to'],
      message: `${last} is before "from", ${first}`,
    });
  }
  const lotSize = valueAt(root, [...path, 'lot_size']);
  if (typeof lotSize === 'number' && lotSize > 0) checkLotSize(lotSize, [...path, 'lot_size'], mistakes);

  checkBy(checkTimeZone, valueAt(root, [...path, 'timezone']), [...path, 'timezone'], mistakes);
  const market = [...path, 'calendar', 'timezone'];
  checkBy(checkTimeZone, valueAt(root, market), market, mistakes);
  checkBy(givenPattern, valueAt(root, [...path, 'date_format']), [...path, 'date_format'], mistakes);
  const source = valueAt(root, [...path, 'source']);
  const scheme = typeof source === 'string' ? /^([A-Za-z_-]{2,}):(.*)$/s.exec(source) : null;
  if (scheme === null) return;
  const [, kind, name] = scheme;
  if (!SOURCE_KINDS.includes(kind)) {
    const message = `unknown kind of source ${quoted(`${kind}:`)}`;
    mistakes.add({
      code: 'unknown_source',
      path: [...path, 'source'],
      message,
      hint: 'dataset:name, generate:name, or the path of a file',
    });
  } else if (name.trim() === '') {
    mistakes.add({
      code: 'unknown_source',
      path: [...path, 'source'],
      message: `a name must follow "${kind}:"`,
    });
  }
}

const SOURCE_KINDS: readonly string[] = ['dataset', 'generate'];

/** Tells a mistake that a check of texts throws at its place. */
function checkBy(check: (text: string) => unknown, value: unknown, path: Path, mistakes: Mistakes): void {
  if (typeof value !== 'string' || value === '') return;
  try {
    check(value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    mistakes.add({ code: error.code, path, message: error.message, hint: error.hint });
  }
}

function checkLotSize(lotSize: number, path: Path, mistakes: Mistakes): void {
  try {
    makeInstrument('this symbol', { lotSize });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    mistakes.add({ code: error.code, path, message: error.message });
  }
}
