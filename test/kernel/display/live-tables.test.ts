import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { bundleOf } from '../../../kernel/display/bundle.ts';

const MANY = Array.from({ length: 80 }, (_, i) => ({
  symbol: `S${i}`,
  price: 1000 + ((i * 37) % 80),
  note: i === 7 ? 'a "quoted", note' : '=1+1',
}));

/** A page that shows a value as front ends do that run scripts, and what was copied from it. */
async function pageOf(value: unknown) {
  const { data } = await bundleOf(value);
  const copied: string[] = [];
  const { window } = new JSDOM(`<body>${String(data['text/html'])}</body>`, {
    runScripts: 'dangerously',
    beforeParse(page) {
      Object.defineProperty(page.navigator, 'clipboard', {
        value: { writeText: (text: string) => void copied.push(text) },
      });
    },
  });
  const { document } = window;
  const rows = () =>
    [...document.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td,th')].map((cell) => cell.textContent),
    );
  const head = (name: string) =>
    [...document.querySelectorAll('th')].find((each) => each.textContent?.startsWith(name));
  const button = (name: string) =>
    [...document.querySelectorAll('button')].find((each) => each.textContent?.startsWith(name));
  const click = (found: HTMLElement | undefined) => found?.click();
  const filter = (text: string) => {
    const input = document.querySelector('input');
    if (input === null) throw new Error('there is no filter');
    input.value = text;
    input.dispatchEvent(new window.Event('input'));
  };
  const said = () => document.querySelector('[role=status]')?.textContent;
  return { rows, filter, copied, said, sort: (name: string) => click(head(name)), head, button, click };
}

test('a click on a heading sorts all rows, largest numbers first, then smallest, then as they came', async () => {
  const page = await pageOf(MANY);
  expect(page.rows()).toHaveLength(51);
  page.sort('price');
  const prices = page.rows().map(([, , price]) => Number(price));
  expect(prices).toEqual(MANY.map(({ price }) => price).sort((a, b) => b - a));
  expect(page.head('price')?.getAttribute('aria-sort')).toBe('descending');
  page.sort('price');
  expect(page.rows()[0][2]).toBe('1000');
  page.sort('price');
  expect(page.rows()).toHaveLength(51);
});

test('a filter keeps the rows that hold all its words, and says how many', async () => {
  const page = await pageOf(MANY);
  page.filter('quoted s7');
  expect(page.rows().map(([, symbol]) => symbol)).toEqual(['S7']);
  expect(page.said()).toBe('1 of 80 rows');
});

test('what is copied is CSV of all rows that are kept, with nothing that a spreadsheet runs', async () => {
  const page = await pageOf(MANY);
  page.filter('s7');
  page.click(page.button('Copy'));
  const lines = page.copied[0].split('\n');
  expect(lines[0]).toBe(',symbol,price,note');
  expect(lines[1]).toBe('7,S7,1019,"a ""quoted"", note"');
  expect(lines[2]).toMatch(/,'=1\+1$/);
  expect(lines).toHaveLength(13);
});

test('all rows can be shown', async () => {
  const page = await pageOf(MANY);
  page.click(page.button('Show all 80 rows'));
  expect(page.rows()).toHaveLength(80);
});

test('of a table too long to be carried whole, it says that it sees some of the rows', async () => {
  const page = await pageOf(Array.from({ length: 5000 }, (_, i) => ({ i, text: 'x'.repeat(40) })));
  expect(page.said()).toContain('see 50 of 5000 rows');
  expect(page.button('Show all')?.hidden).toBe(true);
});

test('a table that is seen at a glance, and one that is not ours, stay as they are', async () => {
  const { data } = await bundleOf([{ a: 1 }, { a: 2 }]);
  expect(data['text/html']).not.toContain('<script');
  const other = {
    [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<table class="dataframe"></table>' }),
  };
  expect((await bundleOf(other)).data['text/html']).toBe('<table class="dataframe"></table>');
});

test('columns say what type their values are of', async () => {
  const { data } = await bundleOf([
    { day: new Date(0), n: 1, ok: true, mixed: 1 },
    { day: new Date(0), n: null, ok: false, mixed: 'a' },
  ]);
  const heads = [...String(data['text/html']).matchAll(/<th[^>]*>(.*?)<\/th>/g)].map(([, head]) =>
    head.replaceAll(/<[^>]*>/g, ' ').trim(),
  );
  expect(heads).toEqual(['', 'day  time', 'n  number', 'ok  boolean', 'mixed']);
});
