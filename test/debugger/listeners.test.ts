import { expect, onTestFinished, test } from 'vitest';
import { complete, Desk, execute, open } from '../../src/index.ts';
import { tinyConfig } from './commands/tiny-desk.ts';

test('a motion tells once that the cursor moved, however far, and when it began and ended', async () => {
  const session = await open(tinyConfig());
  const told: string[] = [];
  const stop = session.subscribe((change) => {
    told.push(`${change} ${session.bar} ${session.isBusy ? 'busy' : 'at rest'}`);
  });
  await session.next(20);
  expect(told).toEqual(['busy 1 busy', 'cursor 21 busy', 'busy 21 at rest']);
  stop();
  await session.reverseNext();
  expect(told).toHaveLength(3);
});

test('a motion that leads nowhere moves no cursor', async () => {
  const session = await open(tinyConfig());
  const told: string[] = [];
  session.subscribe((change) => told.push(change));
  await session.goto(1);
  expect(told).toEqual(['busy', 'busy']);
});

test('stops, marks, pinned expressions and the focus tell when they change; a predicate of a motion is no stop', async () => {
  const session = await open(tinyConfig());
  const told: string[] = [];
  session.subscribe((change) => {
    if (change !== 'busy') told.push(change);
  });
  const { id } = session.break('portfolio.equity < 0');
  session.disable(id);
  session.ignore(id, 2);
  session.condition(id, 'bar.close > 0');
  session.delete(id);
  expect(told).toEqual(Array(5).fill('stops'));
  told.length = 0;
  session.mark('here');
  session.unmark('here');
  session.display('portfolio.equity');
  session.undisplay();
  session.focus = { strategy: session.focus.strategy };
  expect(told).toEqual(['marks', 'marks', 'displays', 'displays', 'focus']);
  told.length = 0;
  await session.find('bar.number == 9');
  expect(told).toEqual(['cursor']);
});

test('a desk tells of the session at hand alone, and when another one is', async () => {
  const desk = new Desk(await open(tinyConfig()));
  const told: string[] = [];
  desk.subscribe((change) => {
    if (change !== 'busy') told.push(`${change} of ${desk.session.name}`);
  });
  const main = desk.session;
  await execute(desk, 'next 5; fork as other; next');
  expect(told).toEqual(['cursor of main', 'session of other', 'cursor of other']);
  await main.next();
  expect(told).toHaveLength(3);
  await execute(desk, 'switch main');
  expect(told.at(-1)).toBe('session of main');
  expect(complete(desk, 'reverse-n').candidates.map(({ text }) => text)).toEqual(['reverse-next']);
});

test('a listener that throws leaves the motion and the other listeners alone, and is not passed over in silence', async () => {
  const session = await open(tinyConfig());
  const thrown: unknown[] = [];
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => thrown.push(error));
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException');
    for (const listener of others) process.on('uncaughtException', listener);
  });
  const told: string[] = [];
  session.subscribe((change) => {
    if (change === 'cursor') throw new Error('a mistake in a pane');
  });
  session.subscribe((change) => told.push(change));
  await session.next(3);
  await new Promise((resolve) => setImmediate(resolve));
  expect(session.bar).toBe(4);
  expect(told).toEqual(['busy', 'cursor', 'busy']);
  expect(thrown).toMatchObject([{ message: 'a mistake in a pane' }]);
});
