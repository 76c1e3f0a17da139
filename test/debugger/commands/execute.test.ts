import { describe, expect, test } from 'vitest';
import { execute } from '../../../src/debugger/commands/execute.ts';
import { COMMANDS, commandNamed } from '../../../src/debugger/commands/table.ts';
import { answers, mistake, tinyDesk } from './tiny-desk.ts';

describe('a line', () => {
  test('is carried out command by command, each with its answer and the call that does the same', async () => {
    const desk = await tinyDesk();
    const done = await execute(desk, 'next 20; print bar.number; step');
    expect(done.map(({ text, call }) => [text, call])).toEqual([
      ['next 20', 'await session.next(20)'],
      ['print bar.number', "session.print('bar.number')"],
      ['step', 'await session.step()'],
    ]);
    expect(done[1].answer).toMatchObject({ text: '21', data: { path: 'data_X.number', value: 21 } });
    expect(desk.session.position).toEqual({ bar: 22, event: 0 });
    expect(desk.log.map(({ text }) => text)).toEqual(['next 20', 'print bar.number', 'step']);
  });

  test('ends with the first command that fails, and what was done before it stays', async () => {
    const desk = await tinyDesk();
    const done = await execute(desk, 'n 2; nxt; n 5');
    expect(done.map(({ error }) => error?.message)).toEqual([undefined, 'there is no command "nxt"']);
    expect(desk.session.bar).toBe(3);
  });

  test('that is empty does the last motion again, whatever was looked at since', async () => {
    const desk = await tinyDesk();
    expect(await execute(desk, '')).toEqual([
      { text: '', call: null, answer: { text: '', data: null }, error: null },
    ]);
    await answers(desk, '3n; p bar.close; goto 10');
    await answers(desk, '');
    expect(desk.session.bar).toBe(13);
    expect(await execute(desk, '# a comment is not empty')).toEqual([]);
    expect(desk.session.bar).toBe(13);
  });

  test('that is a path is printed', async () => {
    const desk = await tinyDesk();
    expect(await answers(desk, 'portfolio.cash / 2 ; bar.number')).toEqual(['50000', '1']);
    expect((await mistake(desk, 'portfolio.csh')).hint).toBe('did you mean "cash"?');
  });
});

describe('mistakes', () => {
  test('in what is brought into focus name what can be', async () => {
    const desk = await tinyDesk();
    expect((await mistake(desk, 'focus p')).message).toContain('"p" is none of portfolio, strategy, symbol');
    expect((await mistake(desk, 'focus portfolio')).message).toContain(
      'the name of the portfolio is missing',
    );
  });

  test.each([
    ['nxt', 'there is no command "nxt"', 'did you mean "next"?'],
    ['zzzzzzzz', 'there is no command "zzzzzzzz"', '"help" lists them'],
    ['next x', 'next: count must be a whole number, found "x"', 'see "help next"'],
    ['n 0', 'next: count must be at least 1, found 0', 'see "help next"'],
    ['5n 3', 'next: there is a count before the name already, found "3"', 'see "help next"'],
    ['5help', 'help: takes no count', 'see "help help"'],
    ['next 1 2', 'next: "2" is one word too many', 'see "help next"'],
    ['finish now', 'finish: "now" is one word too many', 'see "help finish"'],
    ['print', 'print: what is missing', 'print <path | expression>'],
    ['goto 301', 'there is no bar 301', 'bars are 1 to 300, and 0 is before the first'],
    ['help nxt', 'there is no command "nxt"', 'did you mean "next"?'],
  ])('%s', async (line, message, hint) => {
    const error = await mistake(await tinyDesk(), line);
    expect([error.message, error.hint, error.exitCode]).toEqual([message, hint, 2]);
  });

  test('show the place in the line', async () => {
    expect((await mistake(await tinyDesk(), 'n 2; n x; n')).excerpt).toBe('  | n 2; n x; n\n  |        ^');
    expect((await mistake(await tinyDesk(), 'n 2; nxt')).excerpt).toBe('  | n 2; nxt\n  |      ^');
  });
});

describe('the table', () => {
  test('has a name for everything once, and a key for one thing only', () => {
    const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const keys = COMMANDS.flatMap((command) => command.keys);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s has a summary of one line and examples that can be read',
    (_, command) => {
      expect(command.summary).toMatch(/^[A-Z].{5,90}\.$/);
      expect(command.examples.length).toBeGreaterThan(0);
    },
  );

  test('takes parameters as an object too, and refuses unknown ones', async () => {
    const desk = await tinyDesk();
    await commandNamed('next').bindParameters({ count: 4 }).run(desk);
    expect(desk.session.bar).toBe(5);
    expect(() => commandNamed('next').bindParameters({ cuont: 4 })).toThrow('next has no parameter "cuont"');
  });

  test('shows itself by group, and a page for each command', async () => {
    const desk = await tinyDesk();
    const [all, one] = await answers(desk, 'help; help n');
    for (const { name, summary } of COMMANDS)
      expect(all).toMatch(new RegExp(`^  ${name}\\b.*${summary.slice(0, 5)}`, 'm'));
    expect(one).toMatch(/^next \[count\]\nGo one bar forward, to its end\.\n/);
    expect(desk.log).toEqual([]);
  });
});
