import { codeCell, markdownCell, NOTEBOOK_METADATA, type Notebook } from './ipynb.ts';

/** A notebook to start from: parameters, a workflow, a session, a step and a question. */
export function newNotebook(title: string): Notebook {
  return {
    cells: [
      markdownCell(
        'title',
        `# ${title}\n\nRun the cells from top to bottom. \`%help\` lists the commands, \`%help next\` explains one.`,
      ),
      codeCell('parameters', 'const fast = 10;\nconst slow = 50;\nconst seed = 7;', { tags: ['parameters'] }),
      codeCell(
        'run',
        `import { open } from 'admf';

const session = await open({
  name: 'first-steps',
  data: [{ symbol: 'X', source: { type: 'random_walk', bars: 1_000, seed } }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast, slow } }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
});
session`,
      ),
      codeCell('step', '%until FILL\n%why'),
      codeCell('end', '%continue\n%plot price'),
      codeCell('metrics', 'await session.metrics()'),
    ],
    metadata: NOTEBOOK_METADATA,
    nbformat: 4,
    nbformat_minor: 5,
  };
}
