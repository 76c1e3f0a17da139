import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/repository-files.ts';

/** Whether a process that ran this code asked for the package. */
function asksForArrow(code: string): boolean {
  const script = `
    import { registerHooks } from 'node:module';
    let asked = false;
    registerHooks({ resolve: (name, context, next) => ((asked ||= name === 'apache-arrow'), next(name, context)) });
    ${code}
    console.log(asked);`;
  const args = ['--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' }).trim() === 'true';
}

const load = (path: string) => `await import('${pathToFileURL(`${ROOT}/${path}`).href}')`;

test('nothing loads apache-arrow but what meets an Arrow file', () => {
  const index = load('src/index.ts');
  expect(asksForArrow(`${index}; ${load('src/cli/events.ts')}; ${load('src/cli/run.ts')};`)).toBe(false);
  expect(asksForArrow(`(${load('src/tracing/arrow/apache-arrow.ts')}).arrow();`)).toBe(true);
});
