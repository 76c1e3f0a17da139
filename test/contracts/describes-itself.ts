import { expect, test } from 'vitest';
import type { ComponentDescription } from '../../src/foundation/registry.ts';

/** What YAML, help and the pages of the documentation read of a component. */
export function describesItself({ type, description, params }: ComponentDescription): void {
  test('says what it is and what its parameters mean', () => {
    expect(type).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    const { shape } = params as unknown as { shape: Record<string, { description?: string }> };
    for (const [name, schema] of Object.entries(shape))
      expect([name, typeof schema.description]).toEqual([name, 'string']);
  });

  test('refuses parameters that it does not know', () => {
    expect(params.safeParse({ no_such_parameter: 1 }).success).toBe(false);
  });
}
