import { expect, test } from 'vitest';
import { agreementTable } from '../../scripts/metric-agreement.ts';
import { empyricalAgreement } from '../analytics/empyrical.ts';

const agreements = empyricalAgreement();

test('metrics agree with what empyrical asserts of 173 cases', () => {
  expect(agreements.filter(({ agrees }) => !agrees)).toEqual([]);
  expect(agreements.reduce((sum, { cases }) => sum + cases, 0)).toBe(173);
});

test('the table tells each function, and what is not compared', () => {
  const table = agreementTable(agreements);
  for (const { name } of agreements) expect(table).toContain(name);
  expect(table).toContain('173 of 192 cases compared');
  expect(agreementTable([{ ...agreements[0], worst: 1, agrees: false }])).toContain('DIFFERS');
});
