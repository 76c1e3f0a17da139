import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignedNumbers } from '../../../kernel/display/numbers.ts';

test.each([
  ['integers stay integers', [1, 20, -3], ['1', '20', '-3']],
  ['all have the decimals of the one that needs most', [100, 1.5, 2.25], ['100.00', '1.50', '2.25']],
  ['what binary fractions leave behind is not shown', [0.1 + 0.2, 100.25 * 1.3], ['0.300', '130.325']],
  ['six decimals are enough', [1 / 3, 200], ['0.333333', '200.000000']],
  ['small numbers keep their digits', [0.000_012_34, 0.000_005], ['0.00001234', '0.00000500']],
  ['a small number among large ones gets an exponent', [1e-9, 1 / 3], ['1e-9', '0.333333']],
  ['so does one that is out of reach', [1e21, 2.5], ['1e+21', '2.5']],
  ['no number is no 0', [undefined, null, Number.NaN, 1.5], ['', 'null', 'NaN', '1.5']],
  ['zero, and minus zero, have the decimals of the others', [0, -0, 0.25], ['0.00', '0.00', '0.25']],
  ['infinite ones say so', [Infinity, -Infinity], ['Infinity', '-Infinity']],
  ['whole numbers of any size are written out', [10n ** 20n, 5n], ['100000000000000000000', '5']],
])('%s', (_, values, expected) => {
  expect(alignedNumbers(values)).toEqual(expected);
});

test('what is shown is the number, to six digits after the point or better', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
      for (const [i, text] of alignedNumbers(values).entries()) {
        if (!Number.isFinite(values[i])) expect(text).toBe(String(values[i]));
        else
          expect(Math.abs(Number(text) - values[i])).toBeLessThanOrEqual(
            Math.max(1e-6, Math.abs(values[i]) * 1e-5),
          );
      }
    }),
  );
});

test('the points of plain numbers stand under one another', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1 }), (cents) => {
      const lengths = alignedNumbers(cents.map((cent) => cent / 100)).map(
        (text) => text.split('.')[1]?.length ?? 0,
      );
      expect(new Set(lengths).size).toBe(1);
    }),
  );
});
