import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { scratchFolder, tinyWorkflow } from '../cli/scratch.ts';
import { ROOT } from '../support/repository-files.ts';
import { hasTmux, Tmux, type TmuxOptions } from '../support/tmux.ts';

const ADMF = `${process.execPath} ${join(ROOT, 'bin', 'admf.mjs')}`;
const DEMO = join(ROOT, 'data', 'demo', 'demo.yaml');
/** Some seconds of work, so that an interrupt finds it at work on any machine. */
const LONG = tinyWorkflow('', 3_000_000).replace('seed=7', 'seed=7&interval=1m');

/** Tells each line that it is given, and is left with an empty one. */
const EDITOR = 'echo editing; while read line && [ -n "$line" ]; do echo "read $line"; done\n';

const isCi = (process.env.CI ?? '') !== '' && process.env.CI !== 'false';
const can = hasTmux();
if (!can && !isCi) process.stderr.write('no tmux: the terminal app is not driven in a real terminal\n');

let open: Tmux | null = null;

function terminal(options?: TmuxOptions): Tmux {
  open = new Tmux({ cwd: scratchFolder({ 'long.yaml': LONG }), ...options });
  return open;
}

async function stepper(options?: TmuxOptions, args = DEMO): Promise<Tmux> {
  const tmux = terminal(options);
  tmux.type(`${ADMF} step ${args}\n`);
  await tmux.until(/bar +\d+\/\d+/);
  return tmux;
}

afterEach(() => {
  open?.close();
  open = null;
});

/** The bar that the header tells. */
function barOf(screen: string): number {
  return Number(/bar +(\d+)\//.exec(screen)?.[1]);
}

/** Processes below this one. */
function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

// In CI a missing tmux is a failure; the set-up there installs it.
describe.runIf(can || isCi)('the stepper in a real terminal', () => {
  test('walks by keys in both directions, with counts and by history, and leaves the terminal as it was', async () => {
    const tmux = terminal({ columns: 160, rows: 45 });
    tmux.type('echo before\n');
    await tmux.until(/^before$/m);
    tmux.type(`${ADMF} step ${DEMO}; echo code $?\n`);
    await tmux.until(/bar +1\/5105/);
    expect(tmux.state('alternate_on')).toBe('1');
    tmux.press('n');
    await tmux.until(/bar +2\/5105/);
    tmux.type('20n');
    await tmux.until(/bar +22\/5105/);
    tmux.press('N');
    await tmux.until(/bar +21\/5105/);
    tmux.press('Left');
    await tmux.until(/bar +20\/5105/);
    tmux.press('End');
    await tmux.until(/bar +5105\/5105/);
    tmux.press('[');
    await tmux.until(/bar +20\/5105/);
    tmux.press(']');
    await tmux.until(/bar +5105\/5105/);
    tmux.press('Home');
    await tmux.until(/bar +0\/5105/);
    tmux.press('f');
    await tmux.until(/e\d+ fill-1\b/);
    tmux.press('s');
    await tmux.until(/e\d+ position-open-\d+\b/);
    tmux.press('S');
    await tmux.until(/e\d+ fill-1\b/);
    tmux.press('u');
    await tmux.until((screen) => !/e\d+ fill-1 /.test(screen.split('\n')[0]), 'the end of the bar');
    tmux.press('q');
    const after = await tmux.until(/code 0/);
    expect(tmux.state('alternate_on')).toBe('0');
    expect(tmux.state('cursor_flag')).toBe('1');
    expect(tmux.state('mouse_any_flag')).toBe('0');
    // The shell reads lines again, and what was on the screen before is still there.
    expect(after).toMatch(/^before$/m);
    tmux.type('stty -a | grep -o " icanon\\| -icanon"\n');
    await tmux.until(/^ icanon$/m);
  });

  test('carries out commands behind the colon, with completion and history, and tells mistakes in a line', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    tmux.type(':got');
    tmux.press('Tab');
    await tmux.until(/^. :goto/m);
    tmux.type(' 2008-09-15');
    tmux.press('Enter');
    await tmux.until(/bar +2188\/5105/);
    tmux.type(':nxt');
    tmux.press('Enter');
    await tmux.until(/there is no command "nxt"/);
    tmux.type(':');
    tmux.press('Up', 'Up');
    await tmux.until(/:goto 2008-09-15/);
    tmux.press('Escape');
    await tmux.until((screen) => !screen.includes(':goto'), 'keys again');
    tmux.type('w');
    await tmux.until(/bar 2188/);
    tmux.press('C-p');
    tmux.type('whynot');
    await tmux.until(/Tell why something did not happen/);
    tmux.press('Enter');
    await tmux.until(/6 Why +not/);
    tmux.press('?');
    await tmux.until(/Digits reach panes/);
    tmux.press('Escape');
    expect(await tmux.until((screen) => !screen.includes('Digits reach panes'), 'the panes again')).not.toBe(
      '',
    );
  });

  test('evaluates TypeScript that shares variables with the session, and a bare command word', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    tmux.press(';');
    tmux.type('const twice: number = 2 * (await session.next(9)).to.bar\n');
    await tmux.until(/bar +10\/5105/);
    tmux.type('twice + bar.number\n');
    await tmux.until(/^. 30 /m);
    tmux.type('next\n');
    await tmux.until(/bar +11\/5105/);
    tmux.type('let next = 1\n');
    await tmux.until(/ts> let next = 1/);
    tmux.type('next + 41\n');
    await tmux.until(/^. 42 /m);
    tmux.type('!!next 2\n');
    await tmux.until(/bar +13\/5105/);
    tmux.type(':n\n');
    await tmux.until(/bar +14\/5105/);
    tmux.type('for (;;) {}\n');
    await tmux.until(/ts> for \(;;\)/);
    tmux.press('C-c');
    await tmux.until(/interrupted/);
    tmux.type('twice * 100\n');
    await tmux.until(/^. 2000 /m);
    tmux.paste('[1, 2].map(\n  (x) => x * 21,\n)');
    await tmux.until(/\(x\) => x \* 21/);
    tmux.press('Enter');
    expect(await tmux.until(/\[ 21, 42 \]/)).toMatch(/\[ 21, 42 \]/);
  });

  test('Ctrl-C stops a long run first, and quits when it comes twice', async () => {
    const tmux = await stepper({ columns: 100, rows: 30 }, 'long.yaml');
    tmux.press('c');
    await tmux.until(/RUNNING \d+%/);
    tmux.press('C-c');
    const screen = await tmux.until(/interrupted/);
    expect(barOf(screen)).toBeGreaterThan(1);
    expect(barOf(screen)).toBeLessThan(3_000_000);
    tmux.press('C-c');
    await tmux.until(/Ctrl-C again quits/);
    tmux.press('C-c');
    await tmux.until((text) => /[$#] *$/.test(text.trimEnd()), 'the shell');
    expect(tmux.state('alternate_on')).toBe('0');
  });

  test.each([
    ['', /^. 42 /m],
    [', in the middle of a loop that never ends too', /ts> for \(;;\)/],
  ])('goes when its terminal goes%s', async (loops, shown) => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    // The prompt has a second thread, which reads the terminal too.
    tmux.press(';');
    tmux.type('20 + 22\n');
    await tmux.until(/^. 42 /m);
    if (loops !== '') tmux.type('for (;;) {}\n');
    await tmux.until(shown);
    const started = descendantsOf(Number(tmux.state('pane_pid')));
    expect(started.length).toBeGreaterThanOrEqual(1);
    tmux.close();
    open = null;
    while (started.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  test('plays in both directions at its speed, pauses at a stop, and pauses on demand', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    tmux.press('>', '>', '>', '>');
    await tmux.until(/Space plays 100 bars\/s/);
    tmux.press('Space');
    // Without a stop, it plays for as long as it takes to look.
    await tmux.until(/100 bars\/s +bar +\d/);
    tmux.press('Space');
    const stop = barOf(await tmux.until(/PAUSED +bar +\d/)) + 50;
    tmux.type(`:break bar.number == ${stop}\n`);
    await tmux.until(/1 stop/);
    tmux.press('Space');
    await tmux.until(new RegExp(`PAUSED +bar +${stop}/`));
    tmux.type(':delete\n');
    await tmux.until((text) => !text.includes('1 stop'), 'no stop');
    tmux.press('R', 'Space');
    const screen = await tmux.until(/the start of the run/);
    expect(barOf(screen)).toBe(0);
  });

  test('survives a storm of sizes, says so where it is too small, and takes only q and ? there', async () => {
    const tmux = await stepper({ columns: 160, rows: 45 });
    const sizes = [
      [90, 30],
      [60, 15],
      [200, 50],
      [59, 14],
      [20, 5],
      [100, 28],
      [61, 16],
      [160, 45],
      [40, 40],
      [80, 24],
    ];
    for (const [columns, rows] of [...sizes, ...sizes]) tmux.resize(columns, rows);
    await tmux.until(/1 Price +2 Equity/);
    tmux.resize(50, 12);
    await tmux.until(/too small: 50x12/);
    tmux.press('n', 'n');
    // Sizes and keys come by different ways: that the keys were read, one after them tells.
    tmux.press('C-z');
    await tmux.untilShell();
    tmux.type('fg\n');
    await tmux.until(/too small: 50x12/);
    tmux.resize(60, 15);
    const screen = await tmux.until(/bar +1\/5105/);
    expect(screen.split('\n')[0]).toHaveLength(60);
    tmux.resize(50, 12);
    await tmux.until(/too small/);
    tmux.press('q');
    await tmux.untilShell();
  });

  test('NO_COLOR leaves out every colour, and --ascii everything beyond ASCII', async () => {
    const tmux = await stepper({ columns: 110, rows: 32, env: { NO_COLOR: '1' } }, `${DEMO} --ascii`);
    tmux.type('60n');
    await tmux.until(/bar +61\/5105/);
    const screen = tmux.screen({ colors: true });
    // Bold and dim stay; 39 and 49 are the terminal's own colours.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for is escape sequences
    expect(screen.match(/\u001b\[[\d;]*m/g)?.filter((code) => /[349][0-8]/.test(code)) ?? []).toEqual([]);
    expect(tmux.screen()).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test('gives the terminal to the shell on Ctrl-Z and to the editor on e, and takes it back', async () => {
    const tmux = await stepper({
      columns: 120,
      rows: 40,
      cwd: scratchFolder({ 'editor.sh': EDITOR }),
      env: { EDITOR: 'sh editor.sh' },
    });
    tmux.press('e');
    await tmux.until(/editing/);
    // Whatever is typed must come to the editor, and nothing of it to the app.
    for (const word of ['nine', 'fine', 'line', 'nnnn']) {
      tmux.type(word);
      tmux.press('Enter');
      await tmux.until(new RegExp(`read ${word}$`, 'm'));
    }
    tmux.press('Enter');
    await tmux.until(/bar +1\/5105/);
    tmux.press('C-z');
    await tmux.untilShell();
    tmux.type('clear; echo sh""ell\n');
    await tmux.until(/shell$/m);
    tmux.type('fg\n');
    await tmux.until(/bar +1\/5105/);
    tmux.press('n');
    expect(await tmux.until(/bar +2\/5105/)).toMatch(/bar +2\/5105/);
  });

  test('tells that the editor ended with an error', async () => {
    const tmux = await stepper({
      columns: 120,
      rows: 40,
      cwd: scratchFolder({ 'editor.sh': 'exit 3\n' }),
      env: { EDITOR: 'sh editor.sh' },
    });
    tmux.press('e');
    expect(await tmux.until(/sh ended with code/)).toMatch(/sh ended with code 3/);
    tmux.press('n');
    expect(await tmux.until(/bar +2\/5105/)).toMatch(/bar +2\/5105/);
  });

  test('gives the terminal to the shell on Ctrl-Z at the prompt of --plain, with what started it', async () => {
    // It stopped alone, and the shell waited for its launcher for ever.
    const starts =
      "import { spawnSync } from 'node:child_process'; spawnSync(process.argv[2], process.argv.slice(3), { stdio: 'inherit' });";
    const tmux = terminal({ cwd: scratchFolder({ 'start.mjs': starts }) });
    tmux.type(`${process.execPath} start.mjs ${ADMF} step --plain ${DEMO}\n`);
    await tmux.until(/admf>$/m);
    tmux.type('next 1');
    await tmux.until(/admf> next 1$/m);
    tmux.press('C-z');
    await tmux.untilShell();
    tmux.type('clear; echo sh""ell\n');
    await tmux.until(/shell$/m);
    tmux.type('fg\n');
    await tmux.until(/admf> next 1$/m);
    tmux.type('0\n');
    expect(await tmux.until(/bar 11\/5105/)).toContain('admf> next 10');
  });

  test('copies by OSC 52, and says what', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    tmux.press('y');
    expect(await tmux.until(/copied: portfolio_both\/portfolio-update-1/)).toMatch(
      /copied: portfolio_both\/portfolio-update-1/,
    );
  });

  test('lists events of a filter, goes to the one in hand, and follows again', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    tmux.press('End');
    await tmux.until(/bar +5105\/5105/);
    tmux.type('/FILL where units < 0');
    tmux.press('Enter');
    await tmux.until(/\/FILL where units < 0/);
    await tmux.until((text) => /fill-\d+ +sell/.test(text) && !/fill-\d+ +buy/.test(text), 'sales alone');
    tmux.press('Up', 'Up', 'Enter');
    await tmux.until(/e\d+ fill-\d+/);
    tmux.press('Escape', 'Escape');
    expect(await tmux.until(/Events +[\d,]+ /)).toMatch(/Events +[\d,]+ /);
  });

  test('takes the mouse, and gives it back on leaving, on a suspension, and with --no-mouse at once', async () => {
    const tmux = await stepper({ columns: 120, rows: 40 });
    expect(tmux.state('mouse_any_flag')).toBe('1');
    tmux.type('60n');
    await tmux.until(/bar +61\/5105/);
    tmux.type('\u001b[<0;40;8M\u001b[<0;40;8m');
    const screen = await tmux.until((text) => barOf(text) < 61, 'an earlier bar');
    expect(barOf(screen)).toBeGreaterThan(20);
    tmux.press('C-z');
    await tmux.untilShell();
    await tmux.untilState('mouse_any_flag', '0');
    tmux.type('fg\n');
    await tmux.until(/bar +\d+\/5105/);
    expect(tmux.state('mouse_any_flag')).toBe('1');
    tmux.press('q');
    await tmux.until((text) => /[$#]$/.test(text.trimEnd()), 'the shell');
    expect(tmux.state('mouse_any_flag')).toBe('0');
    tmux.type(`${ADMF} step ${DEMO} --no-mouse\n`);
    await tmux.until(/bar +1\/5105/);
    expect(tmux.state('mouse_any_flag')).toBe('0');
    tmux.press('q');
  });

  test('leaves the scrollback to the terminal with --inline, and answers in it', async () => {
    const tmux = terminal({ columns: 110, rows: 40 });
    tmux.type(`echo before; ${ADMF} step ${DEMO} --inline; echo code $?\n`);
    await tmux.until(/bar +1\/5105/);
    expect([tmux.state('alternate_on'), tmux.state('mouse_any_flag')]).toEqual(['0', '0']);
    tmux.type('9n');
    await tmux.until(/bar +10\/5105/);
    tmux.type(':events BAR last 2\n');
    await tmux.until(/data_SPX\/bar-10 /);
    tmux.press(';');
    tmux.type('bar.number * 3\n');
    await tmux.until(/^30$/m);
    tmux.press('Escape');
    await tmux.until((text) => !text.includes('Enter evaluate'), 'keys again');
    tmux.press('q');
    const after = await tmux.until(/code 0/);
    for (const line of [/^before$/m, /data_SPX\/bar-9 /, /^ts> bar.number \* 3$/m])
      expect(after).toMatch(line);
    expect(tmux.state('cursor_flag')).toBe('1');
  });

  test('forks, shows which run is at hand, goes to the other and compares them', async () => {
    const tmux = await stepper({ columns: 140, rows: 40 });
    tmux.type(':goto 2003-01-02\n');
    await tmux.until(/bar +753\/5105/);
    tmux.type(':fork fast=20\n');
    await tmux.until(/run fork-1 \(2\)/);
    tmux.press('Escape');
    await tmux.until((text) => !text.includes('Esc close'), 'the panes');
    tmux.type('300n');
    await tmux.until(/bar +10\d\d\/5105/);
    tmux.press('r');
    await tmux.until(/run main \(2\)/);
    tmux.press('r');
    await tmux.until(/run fork-1 \(2\)/);
    tmux.press('=');
    expect(await tmux.until(/fork-1 ahead of main|main ahead of fork-1/)).toContain('Esc close');
  });
});

describe.runIf(can || isCi)('the tour', () => {
  test('is walked from its first step to its last, key by key', async () => {
    const tmux = terminal({ columns: 140, rows: 42 });
    tmux.type(`${ADMF} tour\n`);
    await tmux.until(/Tour 1\/10: press n /);
    tmux.press('n');
    await tmux.until(/Tour 2\/10: press N /);
    tmux.press('N');
    await tmux.until(/Tour 3\/10: press f /);
    tmux.press('f');
    await tmux.until(/Tour 4\/10: press w /);
    tmux.press('w');
    await tmux.until(/Tour 5\/10: press s /);
    tmux.press('s');
    await tmux.until(/Tour 6\/10: press Space /);
    tmux.press('Space');
    await tmux.until(/5 bars\/s/);
    await tmux.until(/2008-1[0-2]-\d\d|2009-/);
    tmux.press('Space');
    await tmux.until(/Tour 7\/10: press W /);
    tmux.press('W');
    await tmux.until(/Tour 8\/10: press ; /);
    tmux.press(';');
    tmux.type('portfolio.equity - 100_000\n');
    await tmux.until(/Tour 9\/10: press x /);
    tmux.press('Escape');
    await tmux.until((screen) => !screen.includes('Enter evaluate'), 'keys again');
    tmux.press('x');
    await tmux.until(/:fork /);
    tmux.type('oversold=25\n');
    await tmux.until(/Tour 10\/10: press = /);
    tmux.press('Escape');
    await tmux.until((screen) => !screen.includes('Esc close'), 'the panes again');
    tmux.type('60nr60n=');
    expect(await tmux.until(/that was the tour/)).toMatch(/that was the tour/);
  });

  test('can be skipped step by step or as a whole', async () => {
    const tmux = terminal({ columns: 100, rows: 30 });
    tmux.type(`${ADMF} tour\n`);
    await tmux.until(/Tour 1\/10/);
    tmux.press('C-n', 'C-n');
    await tmux.until(/Tour 3\/10/);
    tmux.press('C-x');
    expect(await tmux.until(/that was the tour/)).not.toMatch(/Tour \d/);
  });
});

test.runIf(can || isCi)('the demonstration offers to walk through its run', async () => {
  const tmux = terminal({ columns: 100, rows: 30 });
  tmux.type(`${ADMF} demo --no-results\n`);
  await tmux.until(/Enter walks through this run/);
  tmux.press('Enter');
  await tmux.until(/bar 1\/5105/);
  tmux.press('q');
  const shell = await tmux.until((screen) => /[$#]$/.test(screen.trimEnd()), 'the shell');
  expect(shell).toMatch(/Enter walks through this run/);
});

test.runIf(can || isCi)(
  '--plain asks for lines on a terminal, and --screen-reader says that it does',
  async () => {
    const tmux = terminal({ columns: 100, rows: 30 });
    tmux.type(`${ADMF} step ${DEMO} --screen-reader\n`);
    const screen = await tmux.until(/admf>/);
    expect(screen).toMatch(/screen reader mode: plain lines/);
    expect(tmux.state('alternate_on')).toBe('0');
    tmux.type('next\n');
    expect(await tmux.until(/^bar 2\/5105/m)).toMatch(/^bar 2\/5105/m);
    tmux.type('quit\n');
  },
);
