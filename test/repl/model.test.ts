import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyPresses } from '../../repl/model/key-press.ts';
import { commandOf, UI_KEYS } from '../../repl/model/keymap.ts';
import { layOut } from '../../repl/model/layout.ts';
import { type Edit, edit, insert, lineOf, NO_HISTORY, recall, remember } from '../../repl/model/line-edit.ts';
import { PANES } from '../../repl/model/panes.ts';
import { firstUi } from '../../repl/model/ui.ts';
import { update } from '../../repl/model/update.ts';
import { barsIn, farthestZoom, ZOOMS } from '../../repl/model/zoom.ts';
import { COMMANDS, paceOf, SPEEDS } from '../../src/index.ts';

const ui = firstUi({ columns: 160, rows: 45 });

describe('keys', () => {
  test('of the table all lead to their command, unless the program has a use for them', () => {
    const own = new Set(UI_KEYS.flatMap(({ keys }) => keys));
    for (const { name, keys } of COMMANDS) {
      for (const key of keys.filter((one) => !own.has(one))) expect(commandOf(key)?.command.name).toBe(name);
    }
  });

  test('that come together are taken one by one, and named ones by their names', () => {
    expect(keyPresses('20n', {}).map(({ name }) => name)).toEqual(['2', '0', 'n']);
    expect(keyPresses(' \r', {}).map(({ name }) => name)).toEqual(['Space', 'Enter']);
    expect(keyPresses('p', { ctrl: true })).toEqual([{ name: 'Ctrl-P', text: '' }]);
    expect(keyPresses('', { tab: true, shift: true })).toEqual([{ name: 'Shift-Tab', text: '' }]);
    expect(keyPresses('', { escape: true, meta: true })).toEqual([{ name: 'Esc', text: '' }]);
  });

  test('a digit reaches a pane, and is a count as soon as a motion takes it', () => {
    const four = update.digit({ ...ui, focus: 'events' }, '4');
    expect([four.focus, four.count]).toEqual(['state', '4']);
    const taken = update.takeCount(update.digit(four, '0'));
    expect([taken.count, taken.ui.count, taken.ui.focus]).toEqual(['40', '', 'events']);
    expect(update.dropCount(four).focus).toBe('state');
    // A look at one pane after the other ended where it began.
    const two = update.digit(four, '2');
    expect([two.focus, update.takeCount(two).count, update.takeCount(two).ui.focus]).toEqual([
      'equity',
      '42',
      'events',
    ]);
    expect(update.digit(ui, '0')).toBe(ui);
  });
});

describe('a line', () => {
  const edits: readonly Edit[] = [
    'left',
    'right',
    'word-left',
    'word-right',
    'start',
    'end',
    'delete-back',
    'delete',
    'delete-word-back',
    'kill-start',
    'kill-end',
  ];

  test('keeps its cursor inside, whatever is done to it', () => {
    const action = fc.oneof(
      fc.constantFrom(...edits),
      fc.string({ unit: 'grapheme', maxLength: 3 }).map((text) => ({ text })),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let line = lineOf('goto 2008');
        for (const one of actions) line = typeof one === 'string' ? edit(line, one) : insert(line, one.text);
        expect(line.cursor).toBeGreaterThanOrEqual(0);
        expect(line.cursor).toBeLessThanOrEqual(line.text.length);
      }),
    );
  });

  test('is recalled from its history, and the one being typed comes back', () => {
    const history = remember(remember(remember(NO_HISTORY, 'next'), 'fill'), 'next');
    expect(history.lines).toEqual(['fill', 'next']);
    const first = recall(history, lineOf('dra'), 1);
    expect(first.line.text).toBe('next');
    const second = recall(first.history, first.line, 1);
    expect(second.line.text).toBe('fill');
    expect(recall(second.history, second.line, 1).line.text).toBe('fill');
    const back = recall(second.history, second.line, -1);
    expect(recall(back.history, back.line, -1).line.text).toBe('dra');
  });
});

describe('the layout', () => {
  test('fills every size without panes that overlap or leave it', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 300 }),
      rows: fc.integer({ min: 1, max: 120 }),
    });
    fc.assert(
      fc.property(
        size,
        fc.constantFrom(...PANES),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        (given, focus, maximised, promptRows) => {
          const layout = layOut({ size: given, focus, maximised, promptRows });
          expect(layout.rows).toBe(Math.max(1, given.rows - 1));
          const taken = new Set<string>();
          for (const { left, top, width, height } of layout.panes) {
            expect(Math.min(width, height)).toBeGreaterThan(0);
            expect(left + width).toBeLessThan(given.columns);
            expect(top + height).toBeLessThan(layout.prompt.top);
            for (let x = left; x < left + width; x++) {
              for (let y = top; y < top + height; y++) {
                expect(taken.has(`${x},${y}`)).toBe(false);
                taken.add(`${x},${y}`);
              }
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('shows all panes from 100 columns on, tabs below, and nothing under 60×15', () => {
    const kindOf = (columns: number, rows: number) =>
      layOut({ size: { columns, rows }, focus: 'events', maximised: false, promptRows: 3 }).kind;
    expect([kindOf(100, 28), kindOf(99, 50), kindOf(60, 15), kindOf(59, 15), kindOf(60, 14)]).toEqual([
      'full',
      'tabs',
      'tabs',
      'tiny',
      'tiny',
    ]);
  });
});

test('play goes at the speed that it says, with no more than twenty frames a second', () => {
  for (const [step, speed] of SPEEDS.entries()) {
    const { every, bars } = paceOf(step);
    expect((1000 * bars) / every).toBeCloseTo(Math.abs(speed));
    expect(every).toBeGreaterThanOrEqual(50);
  }
  expect([SPEEDS[0], SPEEDS.at(-1)]).toEqual([-100, 100]);
});

test('zooms hold ever more bars, and the farthest holds the run', () => {
  const held = ZOOMS.map((_, zoom) => barsIn(100, zoom));
  expect(held).toEqual(held.toSorted((a, b) => a - b));
  expect(barsIn(100, farthestZoom(5105, 100))).toBeGreaterThanOrEqual(5105);
  expect(farthestZoom(10, 100)).toBe(0);
});
