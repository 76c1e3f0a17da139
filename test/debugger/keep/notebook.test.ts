import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  type LoggedCommand,
  notebookOf,
  notebookText,
  writeNotebook,
} from '../../../src/debugger/keep/notebook.ts';
import { open } from '../../../src/debugger/open-session.ts';
import { importsOf } from '../../support/imports.ts';
import { notebookCode } from '../../support/repository-files.ts';
import { mixed, sessionAt, single } from '../forks/runs.ts';

const LOG: LoggedCommand[] = [
  { text: 'next 5', call: 'session.next(5)', answer: 'bar 6 of 900\n' },
  { text: 'next 5', call: 'session.next(5)', answer: 'bar 11 of 900\n' },
  {
    text: 'print portfolio.equity',
    call: "await session.print('portfolio.equity')",
    answer: '100,000.00\nsecond line\n',
  },
  { text: 'mark here', call: "session.mark('here')", answer: '' },
];

/* The essentials of nbformat's own JSON schema, version 4.5: nbformat/v4/nbformat.v4.5.schema.json. */
const text = z.union([z.string(), z.array(z.string())]);
const id = z
  .string()
  .regex(/^[a-zA-Z0-9-_]+$/)
  .min(1)
  .max(64);
const output = z.discriminatedUnion('output_type', [
  z.strictObject({
    output_type: z.literal('execute_result'),
    execution_count: z.int().min(0).nullable(),
    data: z.record(z.string(), text),
    metadata: z.looseObject({}),
  }),
  z.strictObject({ output_type: z.literal('stream'), name: z.string(), text }),
]);
const nbformat = z.strictObject({
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(5),
  metadata: z.looseObject({
    kernelspec: z.looseObject({ name: z.string(), display_name: z.string() }).optional(),
    language_info: z.looseObject({ name: z.string() }).optional(),
  }),
  cells: z.array(
    z.discriminatedUnion('cell_type', [
      z.strictObject({ cell_type: z.literal('markdown'), id, metadata: z.looseObject({}), source: text }),
      z.strictObject({
        cell_type: z.literal('code'),
        id,
        metadata: z.looseObject({}),
        source: text,
        execution_count: z.int().min(0).nullable(),
        outputs: z.array(output),
      }),
    ]),
  ),
});

test('a log becomes a notebook that the format accepts, each cell with an id of its own', async () => {
  const notebook = notebookOf(await sessionAt(single, 1), LOG);
  const read = nbformat.parse(JSON.parse(notebookText(notebook)));
  expect(read.metadata.kernelspec).toEqual({
    name: 'admf',
    display_name: 'ADMF (TypeScript)',
    language: 'typescript',
  });
  expect(read.metadata.language_info?.name).toBe('typescript');
  expect(new Set(read.cells.map((cell) => cell.id)).size).toBe(read.cells.length);
});

test('it begins with what the session is about, and goes on with one cell for each command', async () => {
  const session = await sessionAt(single, 1);
  const { cells } = notebookOf(session, LOG, { title: 'A look at the trend' });
  const [introduction, opening, ...commands] = cells;
  expect(introduction.source.join('')).toBe(
    [
      '# A look at the trend',
      '',
      'A debugging session of the workflow `single` on `AAA`: 900 bars up to 2003-06-13.',
      'Every cell is the call of one command, with the answer that it gave.',
      '',
      `Fingerprint of the run: \`${session.branch.prepared.fingerprint}\` (ADMF 0.1.0).`,
    ].join('\n'),
  );
  expect(opening.source.join('')).toMatch(/^import \{ open \} from 'admf';\n\nlet session = await open\(\{/);
  expect(commands.map(({ source }) => source.join(''))).toEqual([
    '// next 5\nawait session.next(5)',
    '// next 5\nawait session.next(5)',
    "// print portfolio.equity\nawait session.print('portfolio.equity')",
    "// mark here\nawait session.mark('here')",
  ]);
});

test('answers are outputs in plain text, numbered as their cells, and empty ones are left out', async () => {
  const { cells } = notebookOf(await sessionAt(single, 1), LOG);
  expect(cells[4]).toMatchObject({
    execution_count: 4,
    outputs: [
      {
        output_type: 'execute_result',
        execution_count: 4,
        data: { 'text/plain': ['100,000.00\n', 'second line'] },
      },
    ],
  });
  expect(cells[5]).toMatchObject({ execution_count: 5, outputs: [] });
});

test('its code is TypeScript, also for a workflow with strategies in code', async () => {
  for (const workflow of [single, mixed]) {
    const json = notebookText(notebookOf(await sessionAt(workflow, 1), LOG));
    const imports = importsOf(notebookCode(json), 'x.ts');
    expect(imports.map(({ specifier }) => specifier)).toEqual(['admf']);
  }
});

test('the same log gives the same file, which names the workflow from where it stands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'admf-notebook-'));
  try {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, "it's.yaml"), JSON.stringify(single));
    const session = await open(join(folder, "it's.yaml"));
    const file = await writeNotebook(session, LOG, join(folder, 'a.ipynb'));
    const written = await readFile(file, 'utf8');
    await writeNotebook(session, LOG, join(folder, 'a.ipynb'));
    expect(await readFile(file, 'utf8')).toBe(written);
    // Both were overwritten without a word.
    for (const [name, text] of [
      ["it's.yaml", JSON.stringify(single)],
      ['mine.ipynb', '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'],
    ]) {
      await writeFile(join(folder, name), text);
      await expect(writeNotebook(session, LOG, join(folder, name))).rejects.toThrow(
        'exists already, and is not a notebook of a session',
      );
      expect(await readFile(join(folder, name), 'utf8')).toBe(text);
    }
    const [, opening] = (JSON.parse(written) as { cells: { source: string[] }[] }).cells;
    expect(opening.source.join('')).toContain("await open('it\\'s.yaml');");
    expect(written).not.toContain(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});
