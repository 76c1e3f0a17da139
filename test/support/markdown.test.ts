import { expect, test } from 'vitest';
import { deadLinks, linksOf } from './markdown.ts';

test('linksOf finds inline links, images, references and HTML, but nothing in code', () => {
  const markdown = [
    'See [a](a.md), ![chart](<img/b.png> "title"), [both](c.md#top "title") and [d][ref].',
    '<img alt="" src="e.svg">',
    '`[not](inline.md)` and ``[not `a`](inline.md)``',
    '```md',
    '[not](fenced.md)',
    '```',
    '[ref]: d.md',
  ].join('\n');
  expect(linksOf(markdown).toSorted()).toEqual(['a.md', 'c.md#top', 'd.md', 'e.svg', 'img/b.png']);
});

test('deadLinks resolves against the file, knows folders and headings, and leaves the web alone', () => {
  const markdown = new Map([
    [
      'docs/guide.md',
      '# Guide\n## Fills & costs\n## Again\n## Again\n' +
        '[up](../README.md) [folder](../src/) [self](#fills--costs) [second](#again-1) [web](https://example.com/x.md)',
    ],
    ['README.md', '# ADMF\n[gone](docs/gone.md) [section](docs/guide.md#nowhere) [escape](../outside.md)'],
  ]);
  expect(deadLinks(markdown, [...markdown.keys(), 'src/index.ts'])).toEqual([
    'README.md: docs/gone.md',
    'README.md: docs/guide.md#nowhere',
    'README.md: ../outside.md',
  ]);
});
