import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { History } from '../../../kernel/protocol/history.ts';
import { historyFile } from '../../../kernel/protocol/history-file.ts';

function openTwice(): [History, History] {
  const folder = mkdtempSync(join(tmpdir(), 'admf-history-'));
  const path = join(folder, 'below', 'history.sqlite');
  const first = new History(path);
  first.add(1, 'one');
  first.add(2, 'two');
  const second = new History(path);
  onTestFinished(() => {
    first.close();
    second.close();
    rmSync(folder, { recursive: true });
  });
  return [first, second];
}

test('a later kernel finds what an earlier one ran, while that still runs', () => {
  const [first, second] = openTwice();
  first.add(3, 'three');
  second.add(1, 'own');
  expect(second.find({ hist_access_type: 'tail', n: 3 }).map(([, , source]) => source)).toEqual([
    'two',
    'three',
    'own',
  ]);
});

test('session 0 is the own one, -1 the one before', () => {
  const [, second] = openTwice();
  second.add(1, 'own');
  const range = (session: number) =>
    second.find({ hist_access_type: 'range', session, start: 1, stop: 9 }).map(([, , source]) => source);
  expect([range(0), range(-1)]).toEqual([['own'], ['one', 'two']]);
});

test('a pattern is a glob, and unique keeps the latest of equal cells', () => {
  const [, second] = openTwice();
  second.add(1, 'one');
  expect(second.find({ hist_access_type: 'search', pattern: '?n*', unique: true })).toHaveLength(1);
  expect(second.find({ hist_access_type: 'search', pattern: '?n*' })).toHaveLength(2);
});

test('ADMF_HISTORY names the file; the default lies in the data folder of the user', () => {
  expect(historyFile({ ADMF_HISTORY: ':memory:' })).toBe(':memory:');
  expect(historyFile({ XDG_DATA_HOME: '/data' })).toMatch(/admf.kernel-history\.sqlite$/);
  // A variable that is empty is as good as none: the file lay in the notebook's own folder.
  expect(historyFile({ XDG_DATA_HOME: '', HOME: '/home-of-ada' })).toMatch(
    /^.home-of-ada.+admf.kernel-history\.sqlite$/,
  );
});
