import { afterEach, expect, test, vi } from 'vitest';
import { createLanguageService } from '../../../kernel/language/create-language-service.ts';
import type { LanguageService } from '../../../kernel/language/language-service.ts';

// The checker of these tests is the fixture: any checker takes tslab's place.
const options = {
  folder: '/notebooks',
  globals: new URL('./fixtures/counting-checker.ts', import.meta.url),
  checker: new URL('./fixtures/counting-checker.ts', import.meta.url),
  names: () => ['prices'],
};

let service: LanguageService;
/** Patient, since the machine may be busy, where it is not the limit that is tested. */
const open = (limits = { check: 80_000, completion: 80_000, hover: 80_000 }) => {
  service = createLanguageService({ ...options, limits });
  return service;
};
afterEach(() => service.close());

const cell = (code: string) => ({ name: 'In[1]', code });
const loaded = async () =>
  await vi.waitUntil(async () => (await service.check(cell('ok'))).checked, { timeout: 60_000 });
/** What the fixture knows: the committed cells. */
const known = async () => (await service.inspect('x', 1, 0))?.data['text/plain'];

test('check answers at once that nothing is checked until the checker is loaded, and then what it finds', async () => {
  open();
  expect(await service.check(cell('bad'))).toEqual({ checked: false });
  await loaded();
  expect(await service.check(cell('bad'))).toEqual({
    checked: true,
    diagnostics: [{ severity: 'error', code: 'C1', message: 'In[1] in /notebooks is bad' }],
  });
});

test('cells that ran before the checker was loaded are known to it', async () => {
  open();
  service.commit(cell('a'));
  service.commit(cell('b'));
  await loaded();
  expect(await known()).toBe('a;b;');
});

test('reset forgets all cells', async () => {
  open();
  service.commit(cell('a'));
  service.reset();
  service.commit(cell('b'));
  await loaded();
  expect(await known()).toBe('b;');
});

test('a checker whose thread ended is replaced by one that knows the committed cells', async () => {
  open();
  service.commit(cell('a'));
  await loaded();
  service.commit(cell('b'));
  expect(await known()).toBe('a;b;');
  expect(await service.check(cell('exit'))).toEqual({ checked: false });
  service.commit(cell('c'));
  await loaded();
  expect(await known()).toBe('a;b;c;');
});

test('a cell that ends the thread whenever it is committed is left out', async () => {
  open();
  service.commit(cell('a'));
  await loaded();
  service.commit(cell('exit'));
  service.commit(cell('b'));
  await loaded();
  expect(await known()).toBe('a;b;');
});

test('a checker that throws answers nothing for that cell alone', async () => {
  open();
  await loaded();
  service.commit(cell('throw'));
  expect(await service.check(cell('throw'))).toEqual({ checked: false });
  expect(await service.check(cell('ok'))).toEqual({ checked: true, diagnostics: [] });
});

test('completion without a checker in time answers the variables, members of JavaScript and keywords', async () => {
  open({ check: 300, completion: 100, hover: 100 });
  await loaded();
  const hanging = service.check(cell('hang'));
  expect(await service.complete('pri', 3)).toEqual({
    start: 0,
    end: 3,
    matches: [{ text: 'prices', type: 'variable' }],
  });
  expect((await service.complete('Math.flo', 8)).matches).toEqual([{ text: 'floor', type: 'function' }]);
  expect((await service.complete('...pri', 6)).matches).toEqual([{ text: 'prices', type: 'variable' }]);
  // Only types could tell the members of an expression.
  expect((await service.complete('prices[0].', 10)).matches).toEqual([]);
  expect((await service.complete('f(prices)?. pri', 15)).matches).toEqual([]);
  expect(await service.inspect('prices', 1, 0)).toBeUndefined();
  expect(await hanging).toEqual({
    checked: false,
    notice: 'In[1] runs unchecked: its type check takes more than 0.3 s',
  });
});

test('close ends a checker that computes, and answers those who wait', async () => {
  open();
  await loaded();
  const hanging = service.check(cell('hang'));
  await service.close();
  expect(await hanging).toEqual({ checked: false });
  expect(await service.check(cell('ok'))).toEqual({ checked: false });
});

test('isComplete needs no checker', async () => {
  open();
  expect(await service.isComplete('if (a) {')).toEqual({ status: 'incomplete', indent: '  ' });
});
