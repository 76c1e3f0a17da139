import { expect, test } from 'vitest';
import { payloadSchemas } from '../../../src/events/payloads.ts';
import { mergedKinds, payloadKinds } from '../../../src/tracing/arrow/column-kind.ts';
import { OWN_COLUMNS } from '../../../src/tracing/arrow/table-format.ts';

test('every field of every built-in type has a column, in the order of its schema', () => {
  for (const [type, schema] of Object.entries(payloadSchemas)) {
    expect(Object.keys(payloadKinds().get(type) ?? {})).toEqual(Object.keys(schema.shape));
  }
});

test('all types stand in one table: no name means two things, and none is that of a column every event has', () => {
  const names = Object.keys(mergedKinds(Object.keys(payloadSchemas)));
  expect(names.filter((name) => Object.hasOwn(OWN_COLUMNS, name))).toEqual([]);
});

test('kinds follow the schemas', () => {
  expect(mergedKinds(['SIGNAL'])).toMatchObject({
    symbol: 'name',
    index: 'integer',
    target: 'number',
    reason: 'text',
    values: 'numbers',
    conditions: { list: { record: { left: 'text', leftPrevious: 'number', met: 'flag' } } },
  });
  expect(mergedKinds(['BAR'])).toMatchObject({ openTime: 'time', volume: 'number', synthetic: 'flag' });
  expect(mergedKinds(['ORDER_REQUEST'])).toMatchObject({ sizing: { record: { rule: 'text' } } });
});
