import { describe, expect, test } from 'vitest';
import type { CliEffects } from '../../src/cli/effects.ts';
import { ProgressLine } from '../../src/cli/progress.ts';
import {
  compact,
  duration,
  type Progress,
  progressText,
} from '../../src/workflows/progress/progress-text.ts';
import { pipe } from './invoke.ts';

const half: Progress = { done: 500, total: 1000, bars: 2_000_000, elapsed: 4000 };

describe('progressText', () => {
  test('shows a bar, the share, the rate and the time left', () => {
    expect(progressText(half, 80)).toBe('████████████              50%  500.0k bars/s  4.0 s left');
  });

  test('moves by an eighth of a character', () => {
    expect(progressText({ ...half, done: 1, total: 192 }, 80)).toMatch(/^▏ {23} {2} 0%/);
  });

  test.each([5, 12, 30, 40, 50, 60, 79])('stays shorter than a terminal of %i columns', (columns) => {
    expect(progressText(half, columns).length).toBeLessThan(columns);
  });

  test('promises nothing before there is something to go by', () => {
    expect(progressText({ done: 0, total: 10, bars: 0, elapsed: 0 }, 80)).toBe(`${' '.repeat(24)}   0%`);
    expect(progressText({ done: 0, total: 0, bars: 0, elapsed: 0 }, 80)).toContain('0%');
  });
});

test.each([
  [40, '0.04 s'],
  [994, '0.99 s'],
  [9_949, '9.9 s'],
  [12_400, '12 s'],
  [59_600, '1 min 0 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
])('%i ms are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test.each([
  [870, '870'],
  [9_999, '9,999'],
  [12_500, '12.5k'],
  [1_234_567, '1.2M'],
])('compact %i is %s', (value, text) => {
  expect(compact(value)).toBe(text);
});

describe('ProgressLine', () => {
  function line(isTTY: boolean, env: CliEffects['env'] = {}) {
    const written: string[] = [];
    const output = { isTTY, columns: 80, write: (text: string) => written.push(text) };
    const effects = {
      stdin: pipe(),
      stdout: output,
      stderr: output,
      cwd: '/',
      env,
      now: () => 0,
      onInterrupt: () => () => {},
    };
    return { progress: new ProgressLine(effects, true), written };
  }

  test('writes over itself, and erases what it wrote', () => {
    const { progress, written } = line(true);
    progress.say('loading…');
    progress.update(1, 2, 3);
    progress.erase();
    expect(written.map((text) => text.slice(0, 4))).toEqual(['\r\u001b[K', '\r\u001b[K', '\r\u001b[K']);
    expect(written[2]).toBe('\r\u001b[K');
  });

  test('shows no progress behind its end', () => {
    const { progress, written } = line(true);
    progress.end('stopping…');
    progress.update(1, 2, 3);
    expect(written).toEqual(['\r\u001b[Kstopping…']);
  });

  test.each([
    ['a file', false, {}],
    ['a dumb terminal', true, { TERM: 'dumb' }],
  ])('is silent on %s', (_, isTTY, env) => {
    const { progress, written } = line(isTTY, env);
    progress.say('loading…');
    progress.update(1, 2, 3);
    progress.erase();
    expect(written).toEqual([]);
  });
});
