import { createRequire } from 'node:module';
import { expect } from 'vitest';

/** A feature of notebook kernels, a cell that uses it, and what nbformat says has to stand below. */
export interface Row {
  readonly feature: string;
  readonly code: string;
  readonly outputs: readonly object[];
}

const result = (text: unknown, data: object = {}) => ({
  output_type: 'execute_result',
  data: { 'text/plain': text, ...data },
});
const shown = (data: object) => ({ output_type: 'display_data', data });
const printed = (text: unknown, name = 'stdout') => ({ output_type: 'stream', name, text });
const failed = (ename: string, evalue: unknown, traceback: unknown = expect.anything()) => ({
  output_type: 'error',
  ename,
  evalue,
  traceback,
});
/** The lines of a traceback, without colours. */
const traceback = (...lines: readonly string[]) => ({
  $$typeof: Symbol.for('jest.asymmetricMatcher'),
  asymmetricMatch: (found: readonly string[]) => plain(found) === lines.join('\n'),
  toString: () => 'Traceback',
  toAsymmetricMatcher: () => lines.join('\n'),
});
const plain = (lines: readonly string[]) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with one
  lines.map((line) => line.replaceAll(/\u001B\[[\d;]*m/g, '')).join('\n');
const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const ARROW = createRequire(import.meta.url).resolve('apache-arrow');
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** In the order in which the cells of the notebook run. */
export const ROWS: readonly Row[] = [
  {
    feature: 'types carry over: declarations of one cell',
    code: `interface Bar { symbol: string; open: number; close: number }
const bars: Bar[] = [{ symbol: 'SPY', open: 100, close: 101.5 }, { symbol: 'QQQ', open: 50, close: 49.25 }];
const gain = (bar: Bar): number => bar.close / bar.open - 1;`,
    outputs: [],
  },
  {
    feature: 'type check: what a later cell does with them',
    code: "gain('SPY')",
    outputs: [failed('TypeScriptError', containing("'string' is not assignable to parameter of type 'Bar'"))],
  },
  {
    feature: 'shared variables: a function counts one up',
    code: 'let n = 0; function inc() { n++; return n }; inc()',
    outputs: [result('1')],
  },
  {
    feature: 'shared variables: it sees what another cell sets',
    code: 'n = 100; inc()',
    outputs: [result('101')],
  },
  {
    feature: 'declarations: a const and a class',
    code: 'const prices = [1, 2, 3]; class Rule { id = 1 }; prices',
    outputs: [result('[ 1, 2, 3 ]')],
  },
  {
    feature: 'declarations: the same names declared again',
    code: 'const prices = [4, 5]; class Rule { id = 2 }; [prices.length, new Rule().id]',
    outputs: [result('[ 2, 2 ]')],
  },
  {
    feature: 'top-level await',
    code: 'const answer = await Promise.resolve(6 * 7); answer',
    outputs: [result('42')],
  },
  {
    feature: 'top-level for await',
    code: 'let sum = 0; for await (const x of (async function* () { yield 1; yield 2 })()) sum += x; sum',
    outputs: [result('3')],
  },
  {
    feature: 'packages of Node',
    code: `import { writeFileSync } from 'node:fs';
writeFileSync('late.mjs', "export const late = await Promise.resolve('esm');");
writeFileSync('fee.ts', 'export const fee = (shares: number): number => shares * 0.005;');
writeFileSync('settings.json', '{ "fast": 20 }');`,
    outputs: [],
  },
  {
    feature: 'ESM with top-level await, by dynamic import',
    code: "const { late } = await import('./late.mjs');\nlate",
    outputs: [result("'esm'")],
  },
  {
    feature: 'local TypeScript',
    code: "import { fee } from './fee.ts';\nfee(200)",
    outputs: [result('1')],
  },
  {
    feature: 'local TypeScript, changed on disk',
    code: "writeFileSync('fee.ts', 'export const fee = (shares: number): number => shares * 0.01;');",
    outputs: [],
  },
  {
    feature: 'local TypeScript: the change is seen',
    code: "import { fee } from './fee.ts';\nfee(200)",
    outputs: [result('2')],
  },
  {
    feature: 'JSON import',
    code: "import settings from './settings.json' with { type: 'json' };\nsettings.fast",
    outputs: [result('20')],
  },
  {
    feature: 'JSX',
    code: `/** @jsx h */
const h = (tag: string, props: object | null, ...children: string[]) => ({ tag, props, children });
<b id="x">hi</b>`,
    outputs: [result("{ tag: 'b', props: { id: 'x' }, children: [ 'hi' ] }")],
  },
  {
    feature: 'newer syntax than tslab knows: using',
    code: `{
  using resource = { [Symbol.dispose]: () => console.log('disposed') };
  console.log('used');
}`,
    outputs: [printed('used\ndisposed\n')],
  },
  {
    feature: 'order of streams, displays and the result',
    code: "console.log('out'); console.error('err'); display.html('<b>shown</b>'); 'value'",
    outputs: [
      printed('out\n'),
      printed('err\n', 'stderr'),
      shown({ 'text/html': '<b>shown</b>', 'text/plain': 'shown' }),
      result("'value'"),
    ],
  },
  {
    feature: 'tracebacks name the lines of cells',
    code: `const limit = 100;
function check(value: number): number {
  if (value > limit) throw new RangeError(value + ' > ' + limit);
  return value;
}
check(101)`,
    outputs: [
      failed(
        'RangeError',
        '101 > 100',
        traceback(
          'RangeError: 101 > 100',
          '    at check (In[18]:3:28)',
          '      1 | const limit = 100;',
          '      2 | function check(value: number): number {',
          "    > 3 |   if (value > limit) throw new RangeError(value + ' > ' + limit);",
          '        |                            ^',
          '      4 |   return value;',
          '      5 | }',
          '    at In[18]:6:1',
          '    > 6 | check(101)',
          '        | ^',
        ),
      ),
    ],
  },
  {
    feature: 'a syntax error is an error of the cell',
    code: 'const = 1',
    outputs: [failed('SyntaxError', 'Unexpected token')],
  },
  {
    feature: 'causes of an error',
    code: "await Promise.reject(new Error('outer', { cause: new Error('inner') }))",
    outputs: [failed('Error', 'outer')],
  },
  {
    feature: 'an error in a timer ends the cell that waits for it',
    code: "await new Promise(() => setTimeout(() => { throw new TypeError('in a timer') }, 5))",
    outputs: [failed('TypeError', 'in a timer')],
  },
  {
    feature: 'late output: begun by one cell',
    code: "const later = new Promise<void>((resolve) => setTimeout(() => { console.log('late'); resolve() }, 20)); 'first'",
    outputs: [result("'first'")],
  },
  {
    feature: 'late output: not taken for that of another',
    code: "await later; 'second'",
    outputs: [result("'second'")],
  },
  {
    feature: 'input that the front end does not take',
    code: "prompt('your name?')",
    outputs: [failed('Error', containing('input was asked for'))],
  },
  {
    feature: 'a widget: a comm with binary buffers',
    code: `const state = {
  _model_module: 'anywidget', _model_name: 'AnyModel', _model_module_version: '~0.9.*',
  _view_module: 'anywidget', _view_name: 'AnyView', _view_module_version: '~0.9.*', _view_count: null,
  _anywidget_id: 'test.Counter', _esm: 'export default { render({ el }) { el.textContent = "widget" } }', count: 1,
};
const widget = comms.open('jupyter.widget', { state, buffer_paths: [['bars']] }, {
  id: 'counter', metadata: { version: '2.1.0' }, buffers: [new Uint8Array([1, 2])],
});
widget.send({ method: 'update', state: { count: 2 }, buffer_paths: [] });
display.raw({ 'application/vnd.jupyter.widget-view+json': { version_major: 2, version_minor: 1, model_id: widget.id } });`,
    outputs: [shown({ 'application/vnd.jupyter.widget-view+json': { model_id: 'counter' } })],
  },
  {
    feature: 'the display symbol',
    code: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/markdown': '**own**', 'application/json': { a: 1 } }) })",
    outputs: [result('**own**', { 'text/markdown': '**own**', 'application/json': { a: 1 } })],
  },
  {
    feature: 'progress: displays change in place',
    code: `const bar = display('0 %');
for (const percent of [25, 50, 100]) bar.update(\`\${percent} %\`);`,
    outputs: [shown({ 'text/plain': "'100 %'" })],
  },
  {
    feature: 'output is cleared',
    code: "console.log('gone'); clearOutput(); console.log('kept')",
    outputs: [printed('kept\n')],
  },
  {
    feature: 'line magics',
    code: '%time 6 * 7',
    outputs: [printed(matching(/^\d.* \(processor: .*\)\n$/)), result('42')],
  },
  {
    feature: 'cell magics',
    code: '%%bench\nMath.sqrt(2)',
    outputs: [printed(containing(' a run, '))],
  },
  {
    feature: 'shell commands',
    code: '!echo shell',
    outputs: [printed('shell\n')],
  },
  {
    feature: 'output of child processes',
    code: "import { spawnSync } from 'node:child_process';\nspawnSync('echo', ['native'], { stdio: 'inherit' }).status",
    outputs: [printed('native\n'), result('0')],
  },
  {
    feature: 'a table of records',
    code: 'bars',
    outputs: [
      result(
        [
          '   symbol  open   close',
          '0  SPY      100  101.50',
          '1  QQQ       50   49.25',
          '',
          '2 rows × 3 columns',
        ].join('\n'),
        { 'text/html': containing('<td style="text-align:right">49.25</td>') },
      ),
    ],
  },
  {
    feature: 'a table of a Map',
    code: "new Map([['SPY', { weight: 0.6 }], ['QQQ', { weight: 0.4 }]])",
    outputs: [
      result('key  weight\nSPY     0.6\nQQQ     0.4\n\nMap of 2', { 'text/html': containing('<table') }),
    ],
  },
  {
    feature: 'a table of a typed array',
    code: 'new Float64Array([0.1, 0.25])',
    outputs: [
      result('   value\n0   0.10\n1   0.25\n\nFloat64Array of 2', { 'text/html': containing('<table') }),
    ],
  },
  {
    feature: 'an Arrow table',
    code: `const { tableFromArrays } = require('${ARROW}');
tableFromArrays({ day: ['mon', 'tue'], close: new Float64Array([1.5, 2]) })`,
    outputs: [
      result('day  close\nmon    1.5\ntue    2.0\n\n2 rows × 2 columns', {
        'text/html': containing('<table'),
      }),
    ],
  },
  {
    feature: 'pictures',
    code: `display.image(Buffer.from('${PIXEL}', 'base64'), { metadata: { 'image/png': { width: 40 } } });
display.svg('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="teal"/></svg>');`,
    outputs: [
      shown({ 'image/png': PIXEL, 'text/plain': '[image/png, 70 bytes]' }),
      shown({ 'image/svg+xml': containing('teal'), 'text/plain': '[image/svg+xml]' }),
    ],
  },
  {
    feature: 'Markdown, formulas and diagrams',
    code: `display.markdown('## Title\\n\\n| a | b |\\n|---|--:|\\n| x | 1 |');
display.latex('$$\\\\frac{\\\\mu - r}{\\\\sigma}$$');
display.mermaid('flowchart LR\\n  BAR --> SIGNAL');`,
    outputs: [
      shown({ 'text/markdown': '## Title\n\n| a | b |\n|---|--:|\n| x | 1 |' }),
      shown({ 'text/latex': '$$\\frac{\\mu - r}{\\sigma}$$' }),
      shown({
        'text/vnd.mermaid': 'flowchart LR\n  BAR --> SIGNAL',
        'text/markdown': '```mermaid\nflowchart LR\n  BAR --> SIGNAL\n```',
        'text/plain': 'flowchart LR\n  BAR --> SIGNAL',
      }),
    ],
  },
  {
    feature: 'values that are hard to show',
    code: `const loop: Record<string, unknown> = { name: 'loop', get bad() { throw new Error('no') } };
loop.self = loop;
loop`,
    outputs: [result("<ref *1> { name: 'loop', bad: [Getter], self: [Circular *1] }")],
  },
  {
    feature: 'the engine',
    code: `import { open } from 'admf';
const session = await open({
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily', from: '2000-01-03', to: '2001-12-31' }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'balanced', strategies: ['trend'], cash: 100_000 }],
});
await session.goto('2000-06-01')`,
    outputs: [result(matching(/^bar 105\/500 {2}2000-06-01 {2}SPX 1448\.81006/))],
  },
  {
    feature: 'a session as a widget: a picture and a text where nobody shows widgets, as of the last cell',
    code: 'session.widget()',
    outputs: [
      shown({
        'image/svg+xml': containing('bar 106 / 500'),
        'text/plain': matching(/bar 106\/500/),
      }),
    ],
  },
  {
    feature: 'a session that goes on after its widget was shown',
    code: 'await session.next()',
    outputs: [result(matching(/^bar 106\/500/))],
  },
  {
    feature: '20,000 lines',
    code: 'for (let i = 0; i < 20_000; i++) console.log(i)',
    outputs: [printed(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(''))],
  },
  {
    feature: 'process.exit: the cell says what is lost',
    code: 'process.exit(3)',
    outputs: [failed('RuntimeDied', containing('exit code 3; all variables are lost'))],
  },
  {
    feature: 'process.exit: the kernel lives on',
    code: "'alive'",
    outputs: [result("'alive'")],
  },
  {
    feature: 'process.exit: names of before are unknown',
    code: 'bars',
    outputs: [failed('TypeScriptError', containing("Cannot find name 'bars'"))],
  },
];
