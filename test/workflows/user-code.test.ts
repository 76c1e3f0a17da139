import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { syntaxPlace, userCodePlace } from '../../src/workflows/user-code.ts';
import { scratchFolder } from '../cli/scratch.ts';
import { ROOT } from '../support/repository-files.ts';

const shown = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function thrown(stack: string, kind: typeof Error = Error): Error {
  return Object.assign(new kind('no'), { stack });
}

describe('userCodePlace', () => {
  const folder = (code: string) => join(scratchFolder({ 'mine.ts': code }), 'mine.ts');

  test('is the innermost call outside of ADMF, Node and packages, with the user’s own calls', () => {
    const file = folder('const a = 1;\nboom(a);\n');
    const { location, excerpt } =
      userCodePlace(
        thrown(`Error: no
    at internal (node:internal/x:1:1)
    at check (${join(ROOT, 'src', 'risk', 'limits.ts')}:3:4)
    at library (/x/node_modules/zod/index.js:9:9)
    at async boom (file://${file}?content=0a1b:2:1)
    at file://${file}:1:7
    at Backtest.run (file://${join(ROOT, 'src', 'engine', 'backtest.ts')}:84:14)`),
        shown,
      ) ?? {};
    expect(location).toEqual({ file: 'mine.ts', line: 2, column: 1 });
    expect(excerpt).toBe('    at boom (mine.ts:2:1)\n    at mine.ts:1:7\n  2 | boom(a);\n    | ^');
  });

  test('is where code does not parse', () => {
    const file = folder('const a = ;\n');
    const error = thrown(`${file}:1\nconst a = ;\n          ^\n\nSyntaxError: no`, SyntaxError);
    expect(userCodePlace(error, shown)).toEqual({
      location: { file: 'mine.ts', line: 1, column: 11 },
      excerpt: '  1 | const a = ;\n    |           ^',
    });
  });

  test('shows no code of a file that is gone or has changed', () => {
    const error = thrown('Error: no\n    at go (/nowhere/gone.ts:7:3)');
    expect(userCodePlace(error, shown)?.excerpt).toBe('    at go (gone.ts:7:3)');
    const short = folder('x');
    const changed = thrown(`Error: no\n    at go (${short}:70:3)`);
    expect(userCodePlace(changed, shown)?.excerpt).toBe('    at go (mine.ts:70:3)');
  });

  test('is absent where no code of a user’s took part', () => {
    expect(userCodePlace(thrown('Error: no\n    at x (node:fs:1:1)'), shown)).toBeUndefined();
    expect(userCodePlace('just text', shown)).toBeUndefined();
  });
});

test('syntaxPlace finds what Node alone does not tell of JavaScript', () => {
  const folder = scratchFolder({
    'bad.mjs': 'export default {\n  a: 1;\n};\n',
    'good.mjs': 'export default 1;\n',
  });
  expect(syntaxPlace(join(folder, 'bad.mjs'), shown)?.location).toEqual({
    file: 'bad.mjs',
    line: 2,
    column: 7,
  });
  expect(syntaxPlace(join(folder, 'good.mjs'), shown)).toBeUndefined();
});
