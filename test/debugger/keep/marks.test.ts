import { describe, expect, test } from 'vitest';
import { Marks, marksText } from '../../../src/debugger/keep/marks.ts';
import { sessionAt, single } from '../forks/runs.ts';

const at = (bar: number, event: number | null = null) => ({ bar, event });

describe('marks', () => {
  test('are found again by their names, with or without the @', () => {
    const marks = new Marks();
    expect(marks.set('entry', at(12, 3))).toBeNull();
    expect(marks.get('entry')).toEqual(at(12, 3));
    expect(marks.get('@entry')).toEqual(at(12, 3));
  });

  test('move when they are set again, and tell from where', () => {
    const marks = new Marks([{ name: 'entry', position: at(12) }]);
    expect(marks.set('entry', at(20))).toEqual(at(12));
    expect(marks.list()).toEqual([{ name: 'entry', position: at(20) }]);
  });

  test('are listed in the order of the run, the end of a bar after its events', () => {
    const marks = new Marks();
    for (const [name, position] of [
      ['d', at(7)],
      ['b', at(5, 2)],
      ['c', at(5)],
      ['a', at(7)],
      ['größe', at(0)],
    ] as const) {
      marks.set(name, position);
    }
    expect(marks.list().map(({ name }) => name)).toEqual(['größe', 'b', 'c', 'a', 'd']);
  });

  test('can be taken away once', () => {
    const marks = new Marks([
      { name: 'entry', position: at(1) },
      { name: 'exit', position: at(2) },
    ]);
    expect(marks.delete('@entry')).toEqual(at(1));
    expect(() => marks.delete('entry')).toThrow('there is no mark "entry"');
    expect(marks.list()).toHaveLength(1);
  });

  test.each(['', '9', 'a b', '@a', '-x', 'a.b', 'x'.repeat(41)])('cannot be called %j', (name) => {
    expect(() => new Marks().set(name, at(1))).toThrow('a mark cannot be called');
  });

  test('that do not exist are refused with the nearest name', () => {
    const marks = new Marks([{ name: 'first-loss', position: at(1) }]);
    expect(() => marks.get('firstloss2')).toThrow(
      expect.objectContaining({ code: 'unknown_mark', hint: 'did you mean "first-loss"?' }),
    );
    expect(() => new Marks().get('x')).toThrow(expect.objectContaining({ hint: 'none are set yet' }));
  });

  test('are shown with their bars and times', async () => {
    const session = await sessionAt(single, 20);
    const marks = new Marks([
      { name: 'here', position: at(20, 1) },
      { name: 'begin', position: at(0) },
    ]);
    expect(marksText(session, marks.list())).toBe(
      '@begin  bar 0            before the first bar\n@here   bar 20, event 2  2000-01-28\n',
    );
    expect(marksText(session, [])).toBe('no marks\n');
  });
});
