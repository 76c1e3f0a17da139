import type { Answer } from './client.ts';

/** What a cell printed. */
export function printed({ outputs }: Pick<Answer, 'outputs'>, name: 'stdout' | 'stderr' = 'stdout'): string {
  return outputs
    .filter(({ type, content }) => type === 'stream' && content.name === name)
    .map(({ content }) => content.text as string)
    .join('');
}
