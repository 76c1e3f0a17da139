import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Cells } from './cells.ts';

const cells = new Cells();
const { evaluator, folder, resultOf } = cells;

test('methods, fields, accessors and classes take the decorators of the standard', async () => {
  expect(
    await resultOf(
      'const calls: string[] = [];\nfunction logged<T extends Function>(value: T, { name }: ClassMethodDecoratorContext): T { calls.push(String(name)); return value }',
      'const twice = (_: undefined, __: ClassFieldDecoratorContext) => (value: number) => 2 * value;',
      "const named = (_: unknown, { name }: ClassDecoratorContext) => { calls.push('class ' + String(name)) };",
      '@named class Desk {\n  @twice size = 4;\n  @logged open(): number { return this.size }\n}',
      '[new Desk().open(), ...calls]',
    ),
  ).toEqual([8, 'open', 'class Desk']);
});

test('what TypeScript puts before them is no variable', async () => {
  expect(evaluator.variables.names()).toEqual(['calls', 'logged', 'twice', 'named', 'Desk']);
});

test('a cell with decorators may be run again, and enums, JSX and imports in it work', async () => {
  const code = `
    import { basename } from 'node:path';
    enum Side { Buy = 'B' }
    @named class Desk { side = Side.Buy; name = basename('/a/b') }
    const { side, name } = new Desk();
    [side, name]`;
  expect(await resultOf(code, code)).toEqual(['B', 'b']);
});

test('an error in decorated code names the line and column of the cell', async () => {
  const outcome = await cells.run(
    'let before = 1;\n@named class Fails {\n  static run() {\n    null!.nothing;\n  }\n}\nFails.run()',
  );
  if (outcome.status === 'ok') throw new Error('the cell was expected to fail');
  expect(stripVTControlCharacters(outcome.error.traceback.join('\n'))).toMatch(
    /at .*run \(In\[\d+\]:4:\d+\)[\s\S]*> 4 \| {5}null!\.nothing;/,
  );
});

test('local files may use them, too', async () => {
  writeFileSync(
    join(folder, 'marked.ts'),
    'export const seen: string[] = [];\nconst mark = (_: unknown, { name }: ClassDecoratorContext) => { seen.push(String(name)) };\n@mark export class Marked {}\n',
  );
  expect(await resultOf("import { seen } from './marked.ts'; seen")).toEqual(['Marked']);
});

test('an address with an @ in a text makes no decorator', async () => {
  expect(await resultOf("const mail = 'a@b.example'; mail")).toBe('a@b.example');
});

// V8 does not know them: their names were taken for variables, and the cell was no JavaScript.
test('fields with accessors are there without a decorator, too', async () => {
  expect(
    await resultOf(
      'class Knob { accessor level = 1; static accessor made = 0; accessor ["wi" + "de"] = true }\nconst knob = new Knob();',
      'knob.level += 2; Knob.made++; [knob.level, Knob.made, knob.wide, Object.keys(knob)]',
    ),
  ).toEqual([3, 1, true, []]);
});

test('a variable that is called accessor is one', async () => {
  expect(await resultOf('const accessor = 4; accessor + 1')).toBe(5);
});
