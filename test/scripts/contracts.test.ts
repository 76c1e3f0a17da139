import { expect, test } from 'vitest';
import { contracts, contractTable, listTests, suitesOf } from '../../scripts/contracts.ts';

const KNOWN = [
  { name: 'sizing', marker: 'gives units' },
  { name: 'limit', marker: 'holds' },
];
const LISTED = [
  'sizing fixed > gives units',
  'sizing fixed > asks for features > that there are',
  'sizing kelly > gives units',
  'sizing kelly > asks for features > that there are',
  'limit cooldown > holds',
  'something else > holds nothing',
].map((name) => ({ name }));

test('a suite is found by its own test, and counts all tests beside it', () => {
  expect(suitesOf(LISTED, KNOWN)).toEqual([
    { contract: 'sizing', implementations: ['sizing fixed', 'sizing kelly'], tests: 4 },
    { contract: 'limit', implementations: ['limit cooldown'], tests: 1 },
  ]);
});

test('the table counts implementations and tests, and names the implementations', () => {
  const table = contractTable(suitesOf(LISTED, KNOWN));
  // As a reader sees it, however wide.
  expect(table.split('\n').map((line) => line.replaceAll(/(?<=\S) {2,}/g, '  '))).toEqual([
    'contract  implementations  tests',
    'sizing  2  4',
    '    fixed · kelly',
    'limit  1  1',
    '    limit cooldown',
    '',
    '2 contracts, 3 implementations, 5 tests',
  ]);
});

test('what vitest collects of the repository is counted, and nothing is run', async () => {
  const known = (await contracts()).filter(({ name }) => ['commission', 'slippage'].includes(name));
  const suites = suitesOf(await listTests(['test/execution/']), known);
  expect(suites.map(({ contract }) => contract)).toEqual(['commission', 'slippage']);
  for (const { implementations, tests } of suites) {
    expect(implementations.length).toBeGreaterThan(4);
    expect(tests).toBeGreaterThan(2 * implementations.length);
  }
});

test('every contract has a test by which it is known', async () => {
  const known = await contracts();
  expect(known.map(({ name }) => name)).toContain('strategy-run');
  expect(new Set(known.map(({ marker }) => marker)).size).toBe(known.length);
});
