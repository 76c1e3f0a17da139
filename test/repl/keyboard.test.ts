import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Controller } from '../../repl/app/controller.ts';
import { Keyboard } from '../../repl/app/keyboard.ts';
import { Desk, open, renderPlain } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

const session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
let app: Controller;
let keyboard: Keyboard;
let exits = 0;

beforeEach(async () => {
  await session.goto(400);
  app = new Controller({
    desk: new Desk(session),
    title: 'demo',
    theme: { tier: 'braille', colors: 'none' },
    size: { columns: 100, rows: 30 },
  });
  exits = 0;
  app.terminal = { exit: () => exits++, lend: async () => {}, copy: () => {}, redraw: () => {} };
  keyboard = new Keyboard(app);
  await app.look();
});

async function press(...names: string[]): Promise<void> {
  for (const name of names) keyboard.press({ name, text: name.length === 1 ? name : '' });
  do await new Promise((resolve) => setImmediate(resolve));
  while (app.jobs.isBusy);
}
const shown = () => renderPlain(app.screen().grid);

describe('in a window that is too small', () => {
  test('q quits also while a command is typed, or a long answer is open', async () => {
    // It went into the line, or closed the answer, neither of which was seen.
    await press(':', 'n');
    app.resize({ columns: 40, rows: 10 });
    await press('q');
    expect(exits).toBe(1);
    app.resize({ columns: 100, rows: 30 });
    expect(app.ui.line.text).toBe('n');
    await press('Esc', '?');
    app.resize({ columns: 40, rows: 10 });
    expect(app.ui.overlay).not.toBeNull();
    await press('q');
    expect(exits).toBe(2);
  });

  test('? tells what is left, and other keys do nothing', async () => {
    app.resize({ columns: 40, rows: 10 });
    await press('n', 'f', ':');
    expect([session.bar, app.ui.mode]).toEqual([400, 'keys']);
    expect(shown()).not.toContain('Ctrl-Z');
    await press('?');
    expect(shown()).toContain('Ctrl-Z: back to the shell');
    await press('?');
    expect(shown()).not.toContain('Ctrl-Z');
  });
});

describe('the last row', () => {
  test('offers help however narrow the window is', async () => {
    for (const columns of [60, 80, 100, 160]) {
      for (const pane of ['1', '3', '4', '5', '6']) {
        app.resize({ columns, rows: 24 });
        await press(pane, 'Esc');
        expect([columns, pane, shown().split('\n').at(-2)]).toEqual([
          columns,
          pane,
          expect.stringMatching(/n next {2}\? help/),
        ]);
      }
    }
  });

  test('counts one time as one', async () => {
    await press('1');
    expect(shown()).toMatch(/ 1 time: n N /);
    await press('2');
    expect(shown()).toMatch(/ 12 times: n N /);
  });
});

test('what a tab says besides its name stands apart from the last tab', async () => {
  app.resize({ columns: 80, rows: 24 });
  await app.look();
  expect(shown().split('\n')[1]).toMatch(/@ Calls ─+ [\d,]+ ─┤$/);
});
