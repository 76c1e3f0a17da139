import { expect, test } from 'vitest';
import { firstUi } from '../../repl/model/ui.ts';
import type { PaneInput } from '../../repl/view/pane-input.ts';
import { drawWatches } from '../../repl/view/watch-pane.ts';
import { type DisplayedValue, renderPlain } from '../../src/index.ts';

function drawn(watches: readonly Partial<DisplayedValue>[], width = 60): string[] {
  const view = {
    watches: watches.map((watch) => ({
      number: 1,
      text: 'strategy.fast',
      of: '',
      change: 0,
      history: [],
      ...watch,
    })),
  };
  const size = { columns: 120, rows: 40 };
  const input = {
    view,
    ui: firstUi(size, true),
    theme: { tier: 'braille', colors: 'none' },
    area: { left: 0, top: 0, width, height: watches.length },
    isFocused: false,
  };
  return renderPlain(drawWatches(input as unknown as PaneInput)).split('\n');
}

test('no number is cut off, however large: a part of it would be another number', () => {
  const values = [
    581_738_030_512.25, -581_738_030_512.25, 984_024_793_798_329, -1.5e20, 1234.5, 1.23456789e-7,
  ];
  const lines = drawn(values.map((value) => ({ value })));
  expect(lines.join('\n')).not.toContain('…');
  expect(lines.map((line) => line.trim().split(/\s+/)[1])).toEqual([
    '581,738,030,512',
    '-581,738,030,512',
    '9.84024794e+14',
    '-1.50000000e+20',
    '1,234.50',
    '1.23457e-7',
  ]);
});

test('what is of another portfolio than the one in focus says so, in a narrow pane too', () => {
  const watches = [{ text: 'portfolio.position.units', of: 'both', value: 27 }];
  expect(drawn(watches)[0]).toContain('portfolio.position.units (both)');
  expect(drawn(watches, 40)[0]).toContain('position.units (both)');
});
