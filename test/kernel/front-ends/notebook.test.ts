import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROWS } from './rows.ts';
import { useJupyter } from './use-jupyter.ts';

interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

let cells: readonly { readonly outputs: readonly Output[]; readonly execution_count: number }[];
let metadata: unknown;

const jupyter = useJupyter(({ python, folder, env }) => {
  execFileSync(python, [join(import.meta.dirname, 'execute.py'), 'notebook.ipynb'], {
    cwd: folder,
    env,
    input: JSON.stringify(ROWS.map(({ code }) => code)),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const text = readFileSync(join(folder, 'notebook.ipynb'), 'utf8');
  ({ cells, metadata } = JSON.parse(text) as { cells: typeof cells; metadata: unknown });
});

/** A file may hold long texts line by line; what one stream prints may come in pieces. */
function merged(outputs: readonly Output[]): Output[] {
  const result: Output[] = [];
  for (const output of outputs) {
    const { name, text, data } = output;
    const last = result.at(-1);
    if (text !== undefined && last?.text !== undefined && last.name === name) {
      result[result.length - 1] = { ...last, text: joined(last.text) + joined(text) };
    } else if (text !== undefined) result.push({ ...output, text: joined(text) });
    else if (data !== undefined) result.push({ ...output, data: joinedData(data) });
    else result.push(output);
  }
  return result;
}

function joined(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

function joinedData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const texts = Object.entries(data).map(([mime, value]) => [mime, isLines(value) ? joined(value) : value]);
  return Object.fromEntries(texts) as Record<string, unknown>;
}

function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

test.for(ROWS.map((row, index) => ({ ...row, index })))(
  'nbclient: $feature',
  ({ index, outputs }, context) => {
    jupyter(context);
    expect(merged(cells[index].outputs)).toMatchObject(outputs);
    expect(cells[index].outputs.length > 0 || outputs.length === 0).toBe(true);
    expect(cells[index].execution_count).toBe(index + 1);
  },
);

test('the notebook says that it is TypeScript, for highlighting wherever it is shown', (context) => {
  jupyter(context);
  expect(metadata).toMatchObject({
    kernelspec: { name: 'admf', language: 'typescript' },
    language_info: {
      name: 'typescript',
      file_extension: '.ts',
      mimetype: 'text/typescript',
      pygments_lexer: 'typescript',
      codemirror_mode: 'typescript',
    },
  });
});

test('the state of a widget is saved with the notebook, its bytes and later changes too', (context) => {
  jupyter(context);
  expect(metadata).toMatchObject({
    widgets: {
      'application/vnd.jupyter.widget-state+json': {
        state: {
          counter: {
            model_name: 'AnyModel',
            state: { count: 2 },
            buffers: [{ data: 'AQI=', path: ['bars'], encoding: 'base64' }],
          },
        },
      },
    },
  });
});

test('nbconvert writes it as a page: highlighted, with tables, pictures of widgets too, formulas, diagrams and coloured errors', (context) => {
  const html = convert('html', jupyter(context));
  expect(html).toContain('highlight hl-typescript');
  expect(html).toContain('<span class="kd">interface</span>');
  expect(html).toContain('<td style="text-align:right">49.25</td>');
  expect(html).toContain('src="data:image/png;base64,');
  expect(html).toContain('fill="teal"');
  expect(html).toMatch(/<h2 id="Title">Title/);
  expect(html).toMatch(/<pre class="mermaid">\s*flowchart LR/);
  expect(html).toContain('<span class="ansi-red-intense-fg ansi-bold">RangeError</span>');
  const pictures = [...html.matchAll(/src="data:image\/svg\+xml;base64,([^"]+)"/g)].map(([, text]) =>
    Buffer.from(text, 'base64').toString(),
  );
  expect(pictures.some((svg) => svg.includes('class="admf-picture"') && svg.includes('bar 106 / 500'))).toBe(
    true,
  );
});

test('nbconvert writes it as Markdown, with code that is marked as TypeScript', (context) => {
  const markdown = convert('markdown', jupyter(context));
  expect(markdown).toContain('```typescript\ngain(');
  expect(markdown).toContain('```mermaid\nflowchart LR');
  expect(markdown).toContain('![png](notebook_files/');
  expect(markdown).toContain('RangeError: 101 > 100');
});

test('nbconvert writes its cells as a script', (context) => {
  expect(convert('script', jupyter(context))).toContain('const gain = (bar: Bar): number');
});

function convert(format: string, { bin, folder, env }: ReturnType<typeof jupyter>): string {
  const extension = { html: 'html', markdown: 'md', script: 'ts' }[format];
  execFileSync(join(bin, 'jupyter-nbconvert'), ['--to', format, 'notebook.ipynb'], {
    cwd: folder,
    env,
    stdio: 'pipe',
  });
  return readFileSync(join(folder, `notebook.${extension}`), 'utf8');
}
