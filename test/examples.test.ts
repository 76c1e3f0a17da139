import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesBelow } from './cli/scratch.ts';
import { ROOT } from './support/repository-files.ts';

/** The examples in a folder of a stranger's, who has nothing but the packages. */
function elsewhere(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'admf-examples-')));
  cpSync(join(ROOT, 'examples'), folder, { recursive: true });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'admf'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', 'zod'), join(modules, 'zod'));
  const index = pathToFileURL(join(ROOT, 'src', 'index.ts')).href;
  const manifest = { name: 'admf', type: 'module', exports: './index.js' };
  writeFileSync(join(modules, 'admf', 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(modules, 'admf', 'index.js'), `export * from '${index}';\n`);
  return folder;
}

function admf(folder: string, ...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin', 'admf.mjs'), ...args],
      { cwd: folder },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

describe('the examples, copied out of the repository', () => {
  let folder: string;
  beforeAll(() => {
    folder = elsewhere();
  });

  test('trade by a strategy, a feature and a sizing rule of their own', async () => {
    const workflow = readFileSync(join(folder, 'workflow.yaml'), 'utf8');
    writeFileSync(join(folder, 'traced.yaml'), `${workflow}tracing: { default: { mode: full } }\n`);
    const { code, stdout } = await admf(folder, 'run', 'traced.yaml');
    expect(code).toBe(0);
    const [results] = stdout.match(/results\/\S+/) ?? [];
    expect(filesBelow(join(folder, 'results')).join(' ')).toContain('portfolio_main_trades.csv');
    const why = await admf(folder, 'why', results ?? '', 'trade-3');
    expect(why.stdout).toContain('location');
    expect(why.stdout).toContain('by_win_rate');
    expect(why.stdout).toContain('stop loss');
  }, 60_000);

  test('are told about by their place when something is wrong with them', async () => {
    const workflow = readFileSync(join(folder, 'workflow.yaml'), 'utf8');
    writeFileSync(join(folder, 'none.ts'), 'export default 1;\n');
    const broken = workflow
      .replace('./own-sizing.ts, percent: 40', './none.ts')
      .replace('period: 20', 'perod: 20');
    writeFileSync(join(folder, 'broken.yaml'), broken);
    const { code, stderr } = await admf(folder, 'run', 'broken.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('sizing ./none.ts has no sizing rule as its default export');
    expect(stderr).toContain('perod');
  }, 60_000);
});
