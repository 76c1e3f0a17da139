import { arrow } from './apache-arrow.ts';
import type { Column } from './column.ts';
import type { ColumnKind } from './column-kind.ts';
import { ListColumn, NumbersColumn, RecordColumn } from './nested-columns.ts';
import { FlagColumn, IntegerColumn, NameColumn, NumberColumn, TextColumn } from './plain-columns.ts';

/** An empty column. */
export function makeColumn(kind: ColumnKind): Column {
  const { Timestamp, TimeUnit, Int64 } = arrow();
  if (kind === 'number') return new NumberColumn();
  if (kind === 'integer') return new IntegerColumn(new Int64());
  if (kind === 'time') return new IntegerColumn(new Timestamp(TimeUnit.MILLISECOND, 'UTC'));
  if (kind === 'flag') return new FlagColumn();
  if (kind === 'name') return new NameColumn();
  if (kind === 'text') return new TextColumn();
  if (kind === 'numbers') return new NumbersColumn();
  if ('list' in kind) return new ListColumn(makeColumn(kind.list));
  return new RecordColumn(
    new Map(Object.entries(kind.record).map(([name, field]) => [name, makeColumn(field)])),
  );
}
