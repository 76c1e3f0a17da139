import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { launchKernel } from '../kernel/e2e/launch.ts';
import { ROOT } from '../support/repository-files.ts';

const HAS_API = existsSync(join(ROOT, 'src', 'index.ts'));
const HAS_COMMAND = existsSync(join(ROOT, 'src', 'cli', 'main.ts'));

// What a stranger does: an empty folder, `npm install` of the tarball, nothing of the checkout in reach.
let scratch = '';
let consumer = '';
let installed = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'admf-package-'));
  consumer = join(scratch, 'consumer');
  installed = join(consumer, 'node_modules', 'admf');
  mkdirSync(consumer);
  const built = join(scratch, 'package');
  run(process.execPath, [join(ROOT, 'scripts', 'build-package.ts'), '--out', built], ROOT);
  run('npm', ['pack', '--pack-destination', scratch], built);
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  run('npm', ['install', join(scratch, `admf-${manifest.version}.tgz`), '--no-fund', '--no-audit'], consumer);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a command as outside of `npm run`, on the Node that runs the tests; its output ends the test when it fails. */
function run(command: string, args: readonly string[], cwd: string): string {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?!local_prefix))/.test(name),
  );
  const PATH = dirname(process.execPath) + delimiter + process.env.PATH;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), PATH },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`, {
      cause: error,
    });
  return stdout;
}

/** Output of an ES module that a file of the consumer's would be. */
function runModule(source: string): string {
  return run(process.execPath, ['--input-type=module', '--eval', source], consumer).trim();
}

test('the package holds JavaScript with declarations, and neither sources nor tests', () => {
  const files = globSync('**/*', { cwd: installed, exclude: ['node_modules'] });
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'package.json', join('bin', 'admf.mjs')]),
  );
  expect(
    files.filter((file) => /(?<!\.d)\.[cm]?tsx?$/.test(file) || /^(?:test|bench|scripts)\b/.test(file)),
  ).toEqual([]);
  // What others made is held as it is, and so is what runs in pages.
  const modules = files.filter(
    (file) =>
      file.endsWith('.js') && !file.startsWith('vendor') && !/(?:tear-sheet|table-view)\.js$/.test(file),
  );
  expect(modules).toContain(join('src', 'foundation', 'user-error.js'));
  expect(files).toEqual(expect.arrayContaining(modules.map((file) => file.replace(/\.js$/, '.d.ts'))));
});

test('installing it puts no Node into the PATH of the project', () => {
  expect(existsSync(join(consumer, 'node_modules', '.bin', 'admf'))).toBe(true);
  expect(existsSync(join(consumer, 'node_modules', '.bin', 'node'))).toBe(false);
});

test('its modules name no file that is not in it', () => {
  for (const file of globSync('src/**/*.js', { cwd: installed })) {
    const text = readFileSync(join(installed, file), 'utf8');
    for (const [, specifier] of text.matchAll(/(?:from|import\(?|new URL\()\s*['"](\.[^'"]+)['"]/g)) {
      expect(existsSync(join(installed, dirname(file), specifier)), `${file} names ${specifier}`).toBe(true);
    }
  }
});

test.runIf(HAS_API)('its API is imported by name', () => {
  expect(runModule(`import { run } from 'admf'; console.log(typeof run);`)).toBe('function');
});

test('the view of its notebook widget is bundled out of what it holds', () => {
  const source = `
    import { stepperCode } from './node_modules/admf/kernel/widget/stepper-code.js';
    const { esm, css } = await stepperCode();
    console.log(esm.includes('initialize') && !/\\bimport\\s*[{("']/.test(esm) && css.includes('.admf-stepper'));
  `;
  expect(runModule(source)).toBe('true');
});

test.runIf(HAS_API)(
  'its frames are exact, and its figures are drawn, without Danfo and Plotly installed',
  () => {
    expect(existsSync(join(consumer, 'node_modules', 'danfojs-node'))).toBe(false);
    expect(existsSync(join(consumer, 'node_modules', 'plotly.js'))).toBe(false);
    const source = `
    import { danfo, open } from 'admf';
    const { DataFrame } = await danfo();
    const exact = new DataFrame({ time: [1600000000001], price: [0.1] }).add(0).values;
    const session = await open({
      name: 'packed',
      data: [{ symbol: 'X', source: 'generate:gbm?bars=300&seed=7' }],
      strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
      portfolios: [{ id: 'p', strategies: ['s'], cash: 100000 }],
    });
    await session.goto('end');
    const frame = await session.frame('bars', 'equity');
    const svg = await (await session.figure('equity')).toSvg();
    console.log(JSON.stringify([exact, frame.shape, svg.startsWith('<svg'), svg.length > 5000]));
  `;
    expect(JSON.parse(runModule(source))).toEqual([[[1600000000001, 0.1]], [300, 6], true, true]);
  },
);

test('it holds the licences of what is in its bundles', () => {
  const text = readFileSync(join(installed, 'vendor', 'danfo', 'LICENSES.txt'), 'utf8');
  expect(text).toMatch(/^danfojs-node 1\.2\.0: "MIT"$/m);
  expect(text).toMatch(/^mathjs [\d.]+: "Apache-2\.0"$/m);
  expect(readFileSync(join(installed, 'vendor', 'plotly', 'plotly.min.js'), 'utf8').slice(0, 100)).toContain(
    'MIT',
  );
});

test.runIf(HAS_API)('its declarations check a consumer in strict mode', () => {
  const source = [
    `import { type RunSession, run } from 'admf';`,
    // The types of Danfo come along.
    `export const shapeOf = async (session: RunSession): Promise<number> => (await session.frame('bars')).shape[0];`,
    `// @ts-expect-error: a frame has no such property, and is not any`,
    `export const wrongShape = async (session: RunSession): Promise<string> => (await session.trades()).shape;`,
    `const callable: (...args: never[]) => unknown = run;`,
    // Fails unless `run` has a type: an `any` could be a number.
    `// @ts-expect-error: run is a function`,
    `const wrong: number = run;`,
    `export { callable, wrong };`,
  ].join('\n');
  writeFileSync(join(consumer, 'consumer.ts'), source);
  const options = {
    module: 'nodenext',
    target: 'esnext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  writeFileSync(
    join(consumer, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }),
  );
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  expect(() => execFileSync(process.execPath, [tsc, '-p', consumer], { encoding: 'utf8' })).not.toThrow();
});

test.runIf(HAS_COMMAND)('its command tells its version', () => {
  const command = join(consumer, 'node_modules', '.bin', process.platform === 'win32' ? 'admf.cmd' : 'admf');
  expect(run(command, ['--version'], consumer).trim()).toContain(manifest.version);
});

test.runIf(HAS_COMMAND)('its command writes a tear sheet', () => {
  const command = join(consumer, 'node_modules', '.bin', process.platform === 'win32' ? 'admf.cmd' : 'admf');
  const workflow = join(installed, 'data', 'demo', 'demo.yaml');
  expect(run(command, ['report', workflow, '--out', 'sheet.html'], consumer)).toMatch(/^report: sheet\.html/);
  expect(readFileSync(join(consumer, 'sheet.html'), 'utf8')).toContain(
    '<caption>Deepest drawdowns</caption>',
  );
});

test.runIf(HAS_COMMAND)(
  'its kernel runs cells that use the engine, checks their types and shows them, wherever the notebook lies',
  { timeout: 300_000 },
  async () => {
    const launcher = join(installed, 'bin', 'admf.mjs');
    const kernel = await launchKernel({
      argv: [process.execPath, launcher, 'kernel', 'start', '{connection_file}'],
      env: { ADMF_HISTORY: ':memory:' },
    });
    onTestFinished(() => kernel.stop());
    const client = kernel.createClient();
    await client.connect();
    const code = "import { open } from 'admf';\nopen";
    const hover = async () =>
      (await client.request('inspect_request', { code, cursor_pos: code.length })).reply as {
        found: boolean;
        data: Record<string, string>;
      };
    // TypeScript is loaded behind.
    let shown = await hover();
    while (!shown.found) shown = await hover();
    expect(shown.data['text/plain']).toMatch(/function open\([\s\S]*Opens a session/);
    const { outputs } = await client.execute(`
      import { open } from 'admf';
      const session = await open({
        data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
        strategies: [{ id: 'trend', type: 'sma_crossover' }],
        portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
      });
      typeof session.next`);
    expect(outputs.at(-1)?.content).toMatchObject({ data: { 'text/plain': "'function'" } });
    const { reply } = await client.execute('session.goto(true)', { stop_on_error: false });
    expect(reply).toMatchObject({ ename: 'TypeScriptError' });
  },
);
