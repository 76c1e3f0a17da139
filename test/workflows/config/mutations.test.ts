import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPair, isScalar, isSeq, isMap as isYamlMap, type Pair, parseDocument, visit } from 'yaml';
import { UserErrors } from '../../../src/foundation/user-error.ts';
import { checkConfig, loadConfig } from '../../../src/workflows/config/config.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();

const oddValue = fc.oneof(
  fc.constantFrom(
    null,
    '',
    [],
    {},
    [[]],
    [null],
    { type: 'none' },
    { type: null },
    '__proto__',
    Infinity,
    Number.NaN,
    -1,
  ),
  fc.jsonValue(),
);

const mutation = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('delete', 'rename', 'retype'),
  key: fc.oneof(fc.constantFrom('id', 'type', 'params', 'constructor', '__proto__', '<<', '0'), fc.string()),
  value: oddValue,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

/** The example with one key or item changed somewhere in its tree. */
function mutated(text: string, { at, kind, key, value }: Mutation): string {
  const document = parseDocument(text, { uniqueKeys: false });
  if (document.errors.length > 0) return text;
  const places: { items: unknown[]; i: number }[] = [];
  visit(document, {
    Collection: (_, node) => {
      node.items.forEach((_item, i) => {
        places.push({ items: node.items, i });
      });
    },
  });
  const place = places[at % places.length];
  if (place === undefined) return text;
  const item = place.items[place.i];
  if (kind === 'delete') place.items.splice(place.i, 1);
  else if (kind === 'rename' && isPair(item)) (item as Pair).key = document.createNode(key);
  else if (isPair(item)) item.value = document.createNode(value);
  else if (isScalar(item) || isSeq(item) || isYamlMap(item))
    place.items[place.i] = document.createNode(value);
  return document.toString();
}

test('a mutated configuration is accepted, or refused with mistakes inside the file', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const text = mutations.reduce(mutated, EXAMPLE);
      const lines = text.split('\n');
      try {
        loadConfig(text, 'flow.yaml', registries);
      } catch (error) {
        // Anything but UserErrors is a bug of ours, and fails the test with its own stack.
        if (!(error instanceof UserErrors)) throw error;
        refused++;
        expect(error.errors.length).toBeGreaterThan(0);
        for (const { location, excerpt } of error.errors) {
          expect(location?.file).toBe('flow.yaml');
          const { line = 0, column = 0 } = location ?? {};
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual(lines[line - 1].length + 1);
          expect(excerpt).toContain('^');
        }
      }
    }),
    { numRuns: 500, seed: 20240101 },
  );
  expect(refused).toBeGreaterThan(250);
});

test('any value at all is accepted or refused as an object, never crashed on', () => {
  fc.assert(
    fc.property(
      fc.anything({ withDate: true, withMap: true, withBigInt: true, withNullPrototype: true }),
      (value) => {
        expect(() =>
          checkConfig({ data: value, strategies: [value], portfolios: [{ strategies: value }] }, registries),
        ).toThrow(UserErrors);
      },
    ),
    { numRuns: 300, seed: 20240102 },
  );
});
