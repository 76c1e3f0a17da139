import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Prompt } from '../../repl/prompt/prompt.ts';
import { Desk, open } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

const session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
const prompt = new Prompt(new Desk(session), () => {});
afterAll(() => prompt.close());

test('an error in what was typed ends at what was typed, and not in the app', async () => {
  // Six frames of the app stood below each, with paths of the machine.
  const { text, isError } = await prompt.run('const grow = (x) => x.no.such;\ngrow(bar)');
  expect(isError).toBe(true);
  expect(text).toMatch(/^TypeError: /);
  expect(text.match(/In\[1\]:\d+:\d+/g)).toEqual(['In[1]:1:26', 'In[1]:2:1']);
  expect(text).not.toMatch(/Prompt|repl\/|file:/);
  const caused = await prompt.run("try { missing } catch (cause) { throw new Error('outer', { cause }) }");
  expect(caused.text).toContain('missing is not defined');
  expect(caused.text).not.toMatch(/Prompt|repl\/|file:/);
});
