import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Desk, execute, open, run, whyLine } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The code blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
}

function inFolder(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'admf-readme-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('the workflow of the README runs, and its first trade is the one that the script prints', async () => {
  const folder = inFolder({ 'sp500-trend.yaml': blocks('yaml')[0] });
  const { portfolio, benchmark } = await run(join(folder, 'sp500-trend.yaml'));
  const [first] = portfolio('balanced').trades ?? [];
  expect(blocks('ts')[0]).toContain(`// ${whyLine(first.fills[0])}\n`);
  expect(benchmark?.symbol).toBe('SPX');
});

test("the README's own strategy runs when a workflow names its file", async () => {
  const index = new URL('../src/index.ts', import.meta.url).href;
  const zod = import.meta.resolve('zod');
  const strategy = blocks('ts')[1].replace("'admf'", `'${index}'`).replace("'zod'", `'${zod}'`);
  const workflow = blocks('yaml')[0].replace(
    /type: sma_crossover, params: \{[^}]*\}/,
    'type: ./my-strategy.ts',
  );
  const folder = inFolder({ 'my-strategy.ts': strategy, 'workflow.yaml': workflow });
  const { portfolio } = await run(join(folder, 'workflow.yaml'));
  expect(portfolio('balanced').funnel.fills).toBeGreaterThan(10);
  expect(portfolio('balanced').trades?.[0].fills[0].order.signal?.payload.reason).toMatch(
    /^close .* crossed above average /,
  );
});

test('the walk of the README answers as it says', async () => {
  const [lines] = blocks('text');
  const folder = inFolder({ 'sp500-trend.yaml': blocks('yaml')[0] });
  const desk = new Desk(await open(join(folder, 'sp500-trend.yaml')));
  let told = '';
  for (const [, line, comment] of lines.matchAll(/^> (.*?)(?:\s{2,}# (.*))?$/gm)) {
    const executed = await execute(desk, line);
    expect(executed.map(({ error }) => error)).toEqual(executed.map(() => null));
    told = executed.map(({ answer }) => answer?.text).join('\n');
    if (line.startsWith('whynot')) expect(told).toContain(comment);
  }
  expect(told).toContain('main and faster have bars up to bar 2129 (2008-06-20) in common');
  expect(told).toContain('only in faster');
});
