import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useJupyter } from './use-jupyter.ts';

const jupyter = useJupyter();

interface Line {
  readonly type: string;
  /** Pattern of what ends the answer; the next prompt when left out. */
  readonly until?: string;
  /** Ctrl-C is pressed when this was printed. */
  readonly interrupt?: string;
  readonly answer: unknown;
}

const LINES: readonly Line[] = [
  { type: 'const prices = [101.5, 99, 103.25]', answer: '' },
  { type: 'prices.length', answer: 'Out[2]: 3' },
  { type: 'const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length', answer: '' },
  { type: 'mean(prices)', answer: 'Out[4]: 101.25' },
  {
    type: '[{ symbol: "SPY", close: 10.5 }, { symbol: "QQQ", close: 7 }]',
    answer: 'Out[5]: \n   symbol  close\n0  SPY      10.5\n1  QQQ       7.0\n\n2 rows × 2 columns',
  },
  {
    type: 'let turns = 0; console.log("looping"); while (true) turns++',
    interrupt: 'looping',
    answer: expect.stringContaining('KeyboardInterrupt: interrupted\n    at In[6]:1:47'),
  },
  { type: 'turns > 0 && prices.length', answer: 'Out[7]: 3' },
  {
    type: '%time mean(prices)',
    answer: expect.stringMatching(/^\d.* \(processor: .*\)\s+Out\[8\]: 101\.25$/),
  },
  { type: 'prices.length?', answer: expect.stringContaining('(property) Array<number>.length: number') },
  { type: 'const name = prompt("who? ")', until: 'who\\? ', answer: '' },
  { type: 'Ada', answer: '' },
  { type: '["good day", name].join(" ")', answer: "Out[11]: 'good day Ada'" },
];

test('jupyter console: lines, tables, Ctrl-C, magics, help and input', (context) => {
  const { python, folder, env } = jupyter(context);
  const printed = execFileSync(python, [join(import.meta.dirname, 'console.py')], {
    cwd: folder,
    env: { ...env, PROMPT_TOOLKIT_NO_CPR: '1' },
    encoding: 'utf8',
    input: JSON.stringify(LINES),
  });
  expect(JSON.parse(printed)).toEqual(LINES.map(({ answer }) => answer));
});
