import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { installKernel } from '../../../kernel/install/kernelspec.ts';
import { pythonEnvironment } from './environment.ts';

/** Making the environment fetches some megabytes; it is made once. */
const SET_UP = 300_000;

let python: string | undefined;
let reason = '';
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-jupyter-'));
  env = {
    ...process.env,
    JUPYTER_DATA_DIR: folder,
    ADMF_HISTORY: ':memory:',
    ADMF_TYPE_CHECK_SECONDS: '60',
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
  };
  installKernel({ kind: 'user' }, env);
  try {
    python = pythonEnvironment();
  } catch (error) {
    reason = (error as Error).message.split('\n')[0];
    if (process.env.CI === 'true') throw error;
  }
}, SET_UP);
afterAll(() => rmSync(folder, { recursive: true }));

/** The interpreter; where none can be had, says so, and that the test was not run. */
function pythonOrSkip({ skip }: TestContext): string {
  if (python === undefined)
    skip(`not run, there is no Python with the packages of requirements.txt: ${reason}`);
  return python!;
}

test("Jupyter's own conformance suite passes", { timeout: 240_000 }, (context) => {
  const { stdout, stderr } = spawnSync(
    pythonOrSkip(context),
    [join(import.meta.dirname, 'conformance.py'), 'admf'],
    { encoding: 'utf8', cwd: folder, env },
  );
  // Says what failed, where something did.
  if (stdout.includes('failed')) console.error(stderr);
  expect(JSON.parse(stdout)).toEqual({
    test_clear_output: 'ok',
    test_completion: 'ok',
    test_display_data: 'ok',
    test_error: 'ok',
    test_execute_result: 'ok',
    test_execute_stderr: 'ok',
    test_execute_stdout: 'ok',
    test_history: 'ok',
    test_inspect: 'ok',
    test_is_complete: 'ok',
    test_kernel_info: 'ok',
    test_pager: 'ok',
    test_recv_iopub_welcome_msg: 'ok',
  });
});

test('nbclient executes a notebook, and goes on after an error', (context) => {
  const cells = [
    'const answer: number = 42;\nconsole.log("printed");\nanswer',
    "throw new RangeError('expected')",
    "display.markdown('**shown**')",
    '[{ symbol: "SPY", close: 10.5 }]',
    'for (let i = 0; i < 2000; i++) console.log(i)',
  ];
  const printed = execFileSync(pythonOrSkip(context), [join(import.meta.dirname, 'notebook.py')], {
    encoding: 'utf8',
    input: JSON.stringify(cells),
    cwd: folder,
    env,
  });
  const [first, second, third, fourth, fifth] = JSON.parse(printed) as Record<string, unknown>[][];
  expect(first).toMatchObject([
    { output_type: 'stream', name: 'stdout', text: 'printed\n' },
    { output_type: 'execute_result', data: { 'text/plain': '42' } },
  ]);
  expect(second).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'expected' }]);
  expect(third).toMatchObject([{ output_type: 'display_data', data: { 'text/markdown': '**shown**' } }]);
  expect((fourth[0].data as Record<string, string>)['text/html']).toContain(
    '<td style="text-align:right">10.5</td>',
  );
  expect(
    (fifth as { text: string }[])
      .map(({ text }) => text)
      .join('')
      .split('\n'),
  ).toHaveLength(2001);
});
