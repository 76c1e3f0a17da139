import { afterEach, expect, test, vi } from 'vitest';
import { CheckerThread } from '../../../kernel/language/checker-thread.ts';

let thread: CheckerThread;
const open = (patience: number) => {
  thread = new CheckerThread({
    folder: '/notebooks',
    globals: '/globals.d.ts',
    checker: new URL('./fixtures/counting-checker.ts', import.meta.url),
    patience,
  });
};
afterEach(() => thread.close());

const known = async () =>
  (await thread.ask({ type: 'inspect', code: '', cursor: 0, detail: 0 }))?.data['text/plain'];
const cell = (code: string) => ({ name: 'In[1]', code });

test('a thread that does not answer is replaced', async () => {
  open(100);
  thread.commit(cell('a'));
  expect(await known()).toBe('a;');
  expect(await thread.ask({ type: 'check', cell: cell('hang') })).toBeUndefined();
  expect(await known()).toBe('a;');
});

test('a cell that cannot be committed in time is given up, and the cells after it are not', async () => {
  open(100);
  thread.commit(cell('hang'));
  thread.commit(cell('b'));
  await vi.waitFor(async () => expect(await known()).toBe('b;'), { timeout: 60_000 });
});

test('no thread is started again and again when none can be loaded', async () => {
  thread = new CheckerThread({
    folder: '/notebooks',
    globals: '/globals.d.ts',
    checker: new URL('./fixtures/no-such-checker.ts', import.meta.url),
  });
  expect(await known()).toBeUndefined();
  expect(await known()).toBeUndefined();
  expect(thread.isReady).toBe(false);
});
