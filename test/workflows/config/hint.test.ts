import { describe, expect, test } from 'vitest';
import { hintFor } from '../../../src/workflows/config/hint.ts';

describe('hintFor', () => {
  test('asks whether the nearest name was meant', () => {
    expect(hintFor('csh', ['data', 'cash'])).toBe('did you mean "cash"?');
  });

  test('lists the valid names when none is near, but not thousands of them', () => {
    expect(hintFor('telemetry', ['a', 'b'])).toBe('one of a, b');
    expect(hintFor('telemetry', ['a'])).toBe('the only one is a');
    expect(hintFor('telemetry', [])).toBe('none are known here');
    const many = Array.from({ length: 1000 }, (_, i) => `S${i}`);
    expect(hintFor('telemetry', many)).toMatch(/^one of S0, .*, S15 and 984 more$/);
  });

  test('does not compare a text of a million letters', () => {
    expect(hintFor('x'.repeat(1_000_000), ['x'.repeat(999_999)])).toMatch(/^the only one is /);
  });
});
