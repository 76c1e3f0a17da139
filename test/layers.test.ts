import { describe, expect, test } from 'vitest';
import { layerViolations } from './support/layers.ts';
import { isCode, notebookCode, readRepositoryFile, repositoryFiles } from './support/repository-files.ts';

/** Violations of a tree given as source text by path. */
function check(files: Record<string, string>): string[] {
  return layerViolations(new Map(Object.entries(files)));
}

test('the repository keeps to its layers', () => {
  const files = new Map<string, string>();
  for (const path of repositoryFiles()) {
    if (isCode(path)) files.set(path, readRepositoryFile(path));
    if (path.endsWith('.ipynb')) files.set(path, notebookCode(readRepositoryFile(path)));
  }
  expect([...files.keys()]).toContain('src/foundation/user-error.ts');
  expect(layerViolations(files)).toEqual([]);
});

describe('the checker', () => {
  test('accepts imports from earlier layers, packages, JSON and the one exception between stages', () => {
    const clean = {
      'src/index.ts': `export * from './cli/main.ts'; export * from './market/money.ts';`,
      'src/market/money.ts': `import { z } from 'zod'; import { UserError } from '../foundation/user-error.ts';`,
      'src/strategies/trend.ts': `import type { Feature } from '../features/families/sma.ts';`,
      'src/features/families/sma.ts': `import '../feature.ts'; import 'node:fs';`,
      'src/engine/engine.ts': `import '../risk/limits.ts'; import '../data/feed.ts';`,
      'src/cli/main.ts': `import manifest from '../../package.json' with { type: 'json' }; import(chosen);`,
      'kernel/main.ts': `import { open } from '../src/index.ts'; import './wire/message.ts';`,
      'repl/app.ts': `import { open } from 'admf'; import '../kernel/evaluator/evaluator.ts';`,
      'test/x.test.ts': `import '../src/risk/limits.ts';`,
    };
    expect(check(clean)).toEqual([]);
  });

  test.each([
    ['static', `import { x } from '../engine/engine.ts';`],
    ['static', `export * from '../engine/engine.ts';`],
    ['static', `export { x } from '../engine/engine.ts';`],
    ['static', `import '../engine/engine.ts';`],
    ['type', `import type { X } from '../engine/engine.ts';`],
    ['type', `export type { X } from '../engine/engine.ts';`],
    ['type', `let x: import('../engine/engine.ts').X;`],
    ['dynamic', `const load = () => import('../engine/engine.ts');`],
    ['dynamic', 'await import(`../engine/engine.ts`);'],
    ['url', `new Worker(new URL('../engine/engine.ts', import.meta.url));`],
  ])('finds a %s import of a later layer in %s', (kind, source) => {
    expect(check({ 'src/market/money.ts': `// one line above\n${source}` })).toEqual([
      `src/market/money.ts:2: market may not import the later layer engine (${kind} import)`,
    ]);
  });

  test('is not taken in by an import in a comment or a string', () => {
    const source = `// import '../engine/engine.ts';\nconst s = "import '../engine/engine.ts'";`;
    expect(check({ 'src/market/money.ts': source })).toEqual([]);
  });

  test('finds stages that import one another, also in the order of the layers', () => {
    expect(
      check({
        'src/execution/broker.ts': `import '../risk/limits.ts';`,
        'src/features/sma.ts': `import '../strategies/trend.ts';`,
      }),
    ).toEqual([
      'src/execution/broker.ts:1: stage execution may not import stage risk (static import)',
      'src/features/sma.ts:1: features may not import the later layer strategies (static import)',
    ]);
  });

  test('finds a folder that is no layer, a stray file and a folder too deep', () => {
    expect(check({ 'src/utils/pad.ts': '', 'src/helpers.ts': '', 'src/data/a/b/c.ts': '' })).toEqual([
      'src/utils/pad.ts: src/utils is not a layer (see test/support/layer-rules.ts)',
      'src/helpers.ts: only index.ts may stand in src/ itself',
      'src/data/a/b/c.ts: too deep, a layer nests at most one folder',
    ]);
  });

  test('finds what leaves src/ or goes through the public API from inside', () => {
    expect(
      check({
        'src/cli/main.ts': `import '../../kernel/main.ts'; import '../index.ts'; import 'admf';`,
        'src/index.ts': `import '../test/support/x.ts';`,
      }),
    ).toEqual([
      'src/cli/main.ts:1: src/ may not import kernel/main.ts (static import)',
      'src/cli/main.ts:1: a layer may not import src/index.ts (static import)',
      'src/cli/main.ts:1: a layer may not import src/index.ts (static import)',
      'src/index.ts:1: src/ may not import test/support/x.ts (static import)',
    ]);
  });

  test('finds users of the API that reach behind it or into one another', () => {
    const notebook = JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ["import '../src/risk/limits.ts'"] },
        { cell_type: 'code', source: ['%next 5\n', "import { open } from 'admf';\n", 'open();'] },
        { cell_type: 'code', source: "import '../src/market/money.ts';" },
      ],
    });
    expect(
      check({
        'kernel/main.ts': `import '../src/engine/engine.ts';`,
        'repl/app.ts': `import '../kernel/main.ts'; import '../kernel/runtime/agent.ts';`,
        'notebooks/01-first.ipynb': notebookCode(notebook),
      }),
    ).toEqual([
      'kernel/main.ts:1: kernel/ may import only src/index.ts, not src/engine/engine.ts (static import)',
      'repl/app.ts:1: repl/ may import only src/index.ts, not kernel/main.ts (static import)',
      'repl/app.ts:1: repl/ may import only src/index.ts, not kernel/runtime/agent.ts (static import)',
      'notebooks/01-first.ipynb:4: notebooks/ may import only src/index.ts, not src/market/money.ts (static import)',
    ]);
  });

  test('finds cycles between files of a folder, of types too, and each only once', () => {
    expect(
      check({
        'src/risk/a.ts': `import './b.ts';`,
        'src/risk/b.ts': `import type { C } from './c.ts';`,
        'src/risk/c.ts': `import './b.ts'; import './a.ts';`,
        'src/risk/d.ts': `import './a.ts'; import './d.ts';`,
      }),
    ).toEqual([
      'import cycle: src/risk/b.ts → src/risk/c.ts → src/risk/b.ts',
      'import cycle: src/risk/a.ts → src/risk/b.ts → src/risk/c.ts → src/risk/a.ts',
      'import cycle: src/risk/d.ts → src/risk/d.ts',
    ]);
  });
});
