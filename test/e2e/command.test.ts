import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { filesBelow, scratchFolder, tinyWorkflow } from '../cli/scratch.ts';
import { expectGolden } from '../golden/golden.ts';
import { ROOT } from '../support/repository-files.ts';

const ADMF = join(ROOT, 'bin', 'admf.mjs');
const GOLDEN = join(import.meta.dirname, '..', 'golden', 'demo');
/** Some seconds of work, so that an interrupt finds it at work on any machine. */
const LONG = tinyWorkflow('results: { equity: none, trades: none }\n', 3_000_000).replace(
  'seed=7',
  'seed=7&interval=1m',
);

interface Outcome {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without what npm and the test runner say in the environment. */
function outcomeOf(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VITEST|NO_COLOR|FORCE_COLOR)/.test(name)),
  );
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

const admf = (args: readonly string[], cwd: string) => outcomeOf(process.execPath, [ADMF, ...args], cwd);

/** What a demonstration printed, without what differs from day to day. */
function withoutTimes(text: string): string {
  return text
    .replace(/in [\d.]+ s\b( \(.*bars\/s\))?/, 'in <time> s')
    .replace(/demo_\d{8}-\d{6}/, 'demo_<time>');
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  await once(child, 'close');
  return child.exitCode;
}

function statusOf(results: string): { status: string; files: string[] } {
  const [folder] = readdirSync(results);
  const record = JSON.parse(readFileSync(join(results, folder, 'run.json'), 'utf8')) as { status: string };
  return { status: record.status, files: filesBelow(results) };
}

describe.concurrent('the real command', () => {
  test('npm start shows the demonstration', async ({ expect }) => {
    const { code, stdout, stderr } = await outcomeOf(
      'npm',
      ['start', '--silent', '--', '--no-results'],
      ROOT,
    );
    expect([code, stderr]).toEqual([0, '']);
    expectGolden(withoutTimes(stdout), join(GOLDEN, 'npm-start.txt'));
  });

  test('the demonstration writes its results where the user stands', async ({ expect, onTestFinished }) => {
    const cwd = scratchFolder({}, onTestFinished);
    const { code, stdout, stderr } = await admf(['demo'], cwd);
    expect([code, stderr]).toEqual([0, '']);
    expectGolden(withoutTimes(stdout), join(GOLDEN, 'expected.txt'));
    expect(statusOf(join(cwd, 'results'))).toMatchObject({ status: 'complete' });
  });

  test('a folder made by init is valid and runs at once, far from any installation', async ({
    expect,
    onTestFinished,
  }) => {
    const cwd = scratchFolder({}, onTestFinished);
    expect(await admf(['init', 'my study'], cwd)).toMatchObject({ code: 0, stderr: '' });
    const valid = await admf(['validate', 'my study/workflow.yaml'], cwd);
    expect(valid).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout, stderr } = await admf(['run', 'my study/workflow.yaml'], cwd);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^my-study: 5,031 bars of SPX/);
    expect(stdout).toMatch(/\nresults: my study\/results\/my-study_\d{8}-\d{6}\n$/);
    const again = await admf(['init', 'my study'], cwd);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain(
      'my study already holds workflow.yaml, my-strategy.ts, README.md, .gitignore, admf.schema.json',
    );
  });

  test('a strategy in JavaScript may import modules beside it, and its own zod where it has one', async ({
    expect,
    onTestFinished,
  }) => {
    const cwd = scratchFolder(
      {
        'w.yaml': tinyWorkflow().replace(
          'type: sma_crossover, params: { fast: 5, slow: 20 }',
          'type: ./mine.js',
        ),
        'mine.js': `import { defineStrategy } from 'admf';
import { params } from './params.ts';
export default defineStrategy({
  type: 'mine', description: '', params, features: () => ({}),
  decide: (_, bar) => (bar.number === 3 ? { action: 'BUY', reason: 'three' } : null),
});
`,
        'params.ts': `import { ownParams } from 'zod';\nexport const params: unknown = ownParams;\n`,
      },
      onTestFinished,
    );
    const zod = join(cwd, 'node_modules', 'zod');
    mkdirSync(zod, { recursive: true });
    writeFileSync(join(zod, 'package.json'), '{ "name": "zod", "type": "module", "exports": "./index.js" }');
    const schema = '{ safeParse: (data) => ({ success: true, data }) }';
    writeFileSync(join(zod, 'index.js'), `export const ownParams = ${schema};\n`);
    const { code, stdout, stderr } = await admf(['run', 'w.yaml', '--json', '--no-results'], cwd);
    expect([code, stderr]).toEqual([0, '']);
    const { portfolios } = JSON.parse(stdout) as { portfolios: { metrics: { fill_count: number } }[] };
    expect(portfolios[0].metrics.fill_count).toBe(1);
  });

  test.skipIf(process.platform === 'win32')(
    'a reader that has seen enough is no error',
    async ({ expect, onTestFinished }) => {
      const cwd = scratchFolder({ 'w.yaml': tinyWorkflow() }, onTestFinished);
      const command = `"${process.execPath}" "${ADMF}" run w.yaml | true; echo "\${PIPESTATUS[0]}"`;
      const { stdout, stderr } = await outcomeOf('bash', ['-c', command], cwd);
      expect([stdout, stderr]).toEqual(['0\n', '']);
      expect(statusOf(join(cwd, 'results'))).toMatchObject({ status: 'complete' });
    },
  );

  test.skipIf(process.platform === 'win32')(
    'SIGINT during a long run ends it with 130 and whole results',
    async ({ expect, onTestFinished }) => {
      const cwd = scratchFolder({ 'w.yaml': LONG }, onTestFinished);
      // In a session of its own it has no terminal, and the signal reaches it alone.
      const child = spawn(process.execPath, [ADMF, 'run', 'w.yaml'], { cwd, detached: true });
      onTestFinished(() => void child.kill('SIGKILL'));
      const results = join(cwd, 'results');
      // The folder comes when everything is loaded.
      const poll = setInterval(() => {
        if (!existsSync(results) || readdirSync(results).length === 0) return;
        clearInterval(poll);
        child.kill('SIGINT');
      }, 10);
      onTestFinished(() => clearInterval(poll));
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      expect(await ended(child)).toBe(130);
      expect(stderr).toMatch(
        /^interrupted after [\d,]+ of 3,000,000 bars: results up to there are in results\/tiny_[\d-]+\n$/,
      );
      const { status, files } = statusOf(results);
      expect(status).toBe('interrupted');
      expect(files).toEqual([
        expect.stringMatching(/^tiny_[\d-]+\/backtest\/window_1\/portfolio_p_results\.json$/),
        expect.stringMatching(/^tiny_[\d-]+\/run\.json$/),
      ]);
    },
  );

  // util-linux's `script` makes a terminal; the one of other systems takes other options.
  test.runIf(process.platform === 'linux')(
    'on a terminal the progress is one line, Ctrl-C stops the run, and the line is gone',
    async ({ expect, onTestFinished }) => {
      const cwd = scratchFolder({ 'w.yaml': LONG }, onTestFinished);
      const command = `'${process.execPath}' '${ADMF}' run w.yaml`;
      const env = { ...process.env, TERM: 'xterm', NO_COLOR: '1' };
      const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, env, detached: true });
      onTestFinished(() => void child.kill('SIGKILL'));
      let seen = '';
      let pressed = false;
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        seen += text;
        if (pressed || !seen.includes('bars/s')) return;
        pressed = true;
        child.stdin.write('\u0003');
      });
      expect(await ended(child)).toBe(130);
      expect(statusOf(join(cwd, 'results')).status).toBe('interrupted');
      expect(seen).toContain('\r\u001b[Kloading…\r\u001b[K');
      expect(seen).toMatch(/\d+% {2}[\d.,]+[kM]? bars\/s {2}/);
      // Nothing of the live line stays on the screen: each is erased by the next, and the last by what follows.
      const shown = seen
        .split(/\r?\n/)
        .map((line) => line.slice(line.lastIndexOf('\u001b[K') + 1).replace(/^\[K/, ''));
      expect(shown.join('\n')).toMatch(/^(\^C)?tiny: [\d,]+ bars of X/);
      expect(shown.join('\n')).not.toMatch(/loading|stopping|█|left/);
    },
  );
});
