import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ROOT } from '../support/repository-files.ts';
import { invoke, NOW } from './invoke.ts';
import { filesBelow, scratchFolder, tinyWorkflow } from './scratch.ts';

const ADMF = join(ROOT, 'bin', 'admf.mjs');

/** How the line about a bar of `tinyWorkflow` looks. */
const STATUS = /^bar (\d+)\/300 {2}\S+ {2}X \S+ {2}equity 100,000\.00$/;

function folder(files: Readonly<Record<string, string>> = {}): string {
  return scratchFolder({ 'w.yaml': tinyWorkflow(), ...files });
}

describe('admf step', () => {
  test('-c carries out commands and writes nothing but their answers, and no file', async () => {
    const cwd = folder();
    const { code, stdout, stderr } = await invoke(
      ['step', 'w.yaml', '-c', 'next 2; print portfolio.equity; rn'],
      { cwd },
    );
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0].match(STATUS)?.[1]).toBe('3');
    expect(lines[1]).toBe('100,000.00');
    expect(lines[2].match(STATUS)?.[1]).toBe('2');
    expect(filesBelow(cwd)).toEqual(['w.yaml']);
  });

  test('--echo prints each command before its answer', async () => {
    const { stdout } = await invoke(['step', 'w.yaml', '--echo', '-c', 'p bar.number; bar.number * 2'], {
      cwd: folder(),
    });
    expect(stdout).toBe('> p bar.number\n1\n> bar.number * 2\n2\n');
  });

  test('--script carries out a file, without its comments, and tells the line of a mistake', async () => {
    const cwd = folder({ 'go.txt': '# to the start of it\n\n  # more\nnext 4\r\np bar.number; nxt\nnext\n' });
    expect(await invoke(['step', 'w.yaml', '--script', 'go.txt', '--echo'], { cwd })).toEqual({
      code: 2,
      stdout: expect.stringMatching(/^> next 4\nbar 5\/300 .*\n> p bar.number\n5\n> nxt\n$/) as string,
      stderr: `go.txt:5: there is no command "nxt"\n  | p bar.number; nxt\n  |               ^\n  hint: did you mean "next"?\n`,
    });
  });

  test('reads commands from a pipe', async () => {
    const { code, stdout } = await invoke(['step', 'w.yaml'], {
      cwd: folder(),
      stdin: 'n 3\n# nothing\np bar.number\nquit\nn\n',
    });
    expect([code, stdout.split('\n').slice(1)]).toEqual([0, ['4', '']]);
  });

  test('--json prints an object a command, mistakes too', async () => {
    const { code, stdout, stderr } = await invoke(
      ['step', 'w.yaml', '--json', '-c', 'n; p bar.number; p bar.nmber; n'],
      {
        cwd: folder(),
      },
    );
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, stderr, objects.length]).toEqual([2, '', 3]);
    expect(objects[0]).toMatchObject({
      command: 'n',
      call: 'await session.next()',
      position: { bar: 2, event: null, branch: 'main', time: expect.any(Number) as number },
      answer: {
        text: expect.stringMatching(STATUS) as string,
        data: { end: 'arrived', to: { bar: 2, event: null } },
      },
      error: null,
    });
    expect(objects[1]).toMatchObject({
      call: "session.print('bar.number')",
      answer: { text: '2', data: { path: 'data_X.number', value: 2 } },
    });
    expect(objects[2]).toMatchObject({
      command: 'p bar.nmber',
      answer: null,
      error: {
        message: 'data_X has no "nmber"',
        hint: 'did you mean "number"?',
      },
    });
  });

  test('--keep-going does what follows a mistake, and still ends with its code', async () => {
    const { code, stdout } = await invoke(
      ['step', 'w.yaml', '--keep-going', '-c', 'nxt; p bar.number; goto 301; p bar.number'],
      { cwd: folder() },
    );
    expect([code, stdout]).toEqual([2, '1\n1\n']);
  });

  test('a strategy that throws ends with 1, its file and line, at the bar before', async () => {
    const cwd = folder({
      'w.yaml': tinyWorkflow().replace(
        'type: sma_crossover, params: { fast: 5, slow: 20 }',
        'type: ./bad.ts',
      ),
      'bad.ts': `import { defineStrategy } from 'admf';
import { z } from 'zod';
export default defineStrategy({
  type: 'bad',
  description: 'Throws at the tenth bar.',
  params: z.strictObject({}),
  features: () => ({ close: 'close' }),
  decide: (_, bar) => {
    if (bar.number === 10) throw new Error('nine');
    return null;
  },
});
`,
    });
    // In a process of its own, where strategies find `admf`.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [ADMF, 'step', 'w.yaml', '-c', 'next 20; n'],
      {
        cwd,
        encoding: 'utf8',
      },
    );
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^bar 9\/300 .*threw at bar 10: nine\)\n$/)]);
    expect(stderr).toContain('bad.ts:9');
    expect(stderr).toContain('nine');
  });

  test.each([
    [['step'], 'admf step: <workflow.yaml> is missing'],
    [['step', 'w.yaml', '-c'], 'admf step: -c needs a value'],
    [['step', 'w.yaml', '-x'], 'admf step: there is no option -x'],
    [['step', 'w.yaml', '-c', 'n', '--script', 'x'], 'admf step: -c and --script cannot both be given'],
    [['step', 'w.yaml', '--script', 'x.txt'], '--script: there is no file x.txt'],
    [['step', 'nope.yaml', '-c', 'n'], 'there is no file nope.yaml'],
  ])('%j is a mistake', async (argv, message) => {
    const { code, stdout, stderr } = await invoke(argv, { cwd: folder() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('Ctrl-C stops a motion at the end of a bar, and nothing after it is done', async () => {
    const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('', 1_000_000) });
    let presses = 0;
    const { code, stdout } = await invoke(['step', 'w.yaml', '-c', 'goto 1000000; p bar.number'], {
      cwd,
      // The first one can be interrupted while it loads.
      interrupt: (press) => ++presses === 2 && void setTimeout(press, 30),
    });
    expect(code).toBe(130);
    const match = /^bar (\d+)\/1000000 .* \(interrupted\)\n$/.exec(stdout);
    expect(Number(match?.[1])).toBeGreaterThan(0);
    expect(Number(match?.[1])).toBeLessThan(1_000_000);
  });
});

test('for a screen reader, rows of lists have numbers, and a number alone chooses one', async () => {
  const { stdout, stderr } = await invoke(['step', 'w.yaml', '--screen-reader', '--keep-going'], {
    cwd: folder(),
    stdin: 'next 4\nmark here\nmarks\n1\nevents BAR last 2\n2\nls bar\n1\n77\n',
  });
  const lines = stdout.split('\n');
  expect(lines.filter((line) => /^(?:1\. @here|goto @here)/.test(line))).toHaveLength(2);
  expect(lines.filter((line) => /^[12]\. \d+ +data_X\/bar-\d/.test(line))).toHaveLength(2);
  expect(lines.find((line) => line.startsWith('goto data_X'))).toBe('goto data_X/bar-5');
  expect(lines.slice(lines.indexOf('print data_X.symbol'))).toContain('X');
  expect(stderr).toMatch(/there is no row 77\n.*the last list has \d+/);
});

describe('the prompt', () => {
  /** Types into a terminal, a string at a time, and gives what was on it when the command ended. */
  async function typed(...keys: readonly string[]): Promise<{ code: number; screen: string }> {
    const stream = new PassThrough();
    let screen = '';
    let prompts = 0;
    const raw: boolean[] = [];
    const terminal = {
      isTTY: true,
      columns: 80,
      write(text: string) {
        screen += text;
        // The next keys come when it asks for them.
        if (/admf.*> /.test(text) && prompts < keys.length) {
          const next = keys[prompts++];
          setImmediate(() => {
            if (next === 'END') stream.end();
            else for (const key of next.split('|')) stream.write(key);
          });
        }
      },
    };
    const code = await main(['step', 'w.yaml'], {
      stdin: { isTTY: true, stream, setRawMode: (on) => void raw.push(on) },
      stdout: terminal,
      stderr: terminal,
      cwd: folder(),
      env: { NO_COLOR: '1' },
      now: () => NOW,
      onInterrupt: () => () => {},
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal gets is full of them
    return { code, screen: screen.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, '') };
  }

  test('says what is open, answers, repeats the last motion, and ends with quit', async () => {
    const { code, screen } = await typed('next 3\r', '\r', 'quit\r');
    expect(code).toBe(0);
    expect(screen).toContain('tiny: 300 bars of X, ');
    for (const bar of [1, 4, 7]) expect(screen).toMatch(new RegExp(`^bar ${bar}/300 `, 'm'));
  });

  test('goes on after a mistake, and ends with the input', async () => {
    const { code, screen } = await typed('nxt\r', 'p bar.number\r', 'END');
    expect(code).toBe(0);
    expect(screen).toContain('did you mean "next"?');
    expect(screen).toMatch(/^1$/m);
  });

  test('completes names, and the arrow brings back what was typed', async () => {
    const { screen } = await typed('ne|\t| 2\r', 'p bar.num|\t|\r', '\u001b[A|\r', 'quit\r');
    expect(screen).toMatch(/^bar 3\/300 /m);
    expect(screen.match(/^3$/gm)).toHaveLength(2);
  });

  test('Ctrl-C throws away what was typed; on an empty line it ends the second time, with 130', async () => {
    const { code, screen } = await typed('next 5|\u0003', '\u0003', '\u0003', 'quit\r');
    expect(code).toBe(130);
    expect(screen).not.toMatch(/^bar 6\/300/m);
    expect(screen).toContain('Ctrl-C again ends');
  });
});
