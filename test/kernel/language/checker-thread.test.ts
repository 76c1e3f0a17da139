import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CheckerThread } from '../../../kernel/language/checker-thread.ts';

let thread: CheckerThread;
const open = (checker = 'counting-checker') => {
  thread = new CheckerThread({
    folder: '/notebooks',
    globals: '/globals.d.ts',
    checker: new URL(`./fixtures/${checker}.ts`, import.meta.url),
  });
};

// Patience ends when a test says so: on a busy machine a thread that is well may be silent for long.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(async () => {
  vi.useRealTimers();
  await thread.close();
});

/** Lets patience end with a thread that has come up. */
async function losePatience(): Promise<void> {
  while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
  vi.runAllTimers();
}

const known = async () =>
  (await thread.ask({ type: 'inspect', code: '', cursor: 0, detail: 0 }))?.data['text/plain'];
const cell = (code: string) => ({ name: 'In[1]', code });

test('a thread that does not answer is replaced', async () => {
  open();
  thread.commit(cell('a'));
  expect(await known()).toBe('a;');
  const hanging = thread.ask({ type: 'check', cell: cell('hang') });
  await losePatience();
  expect(await hanging).toBeUndefined();
  expect(await known()).toBe('a;');
});

test('a cell that cannot be committed in time is given up, and the cells after it are not', async () => {
  open();
  thread.commit(cell('hang'));
  thread.commit(cell('b'));
  // The cell is tried twice.
  for (let i = 0; i < 2; i++) {
    const asked = known();
    await losePatience();
    expect(await asked).toBeUndefined();
  }
  expect(await known()).toBe('b;');
});

test('no thread is started again and again when none can be loaded', async () => {
  open('no-such-checker');
  expect(await known()).toBeUndefined();
  expect(await known()).toBeUndefined();
  expect(thread.isReady).toBe(false);
});
