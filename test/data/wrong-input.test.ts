import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { UserErrors } from '../../src/foundation/user-error.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const folder = csvFolder();
const HEADER = 'date,open,high,low,close,volume';
const GOOD = ['2020-12-14,10,11,9,10,500', '2020-12-15,10,11,9,10.5,500'];

/** Two good rows, then the given ones: those are line 4 and on. */
function withRows(...rows: string[]): string {
  return [HEADER, ...GOOD, ...rows].join('\n');
}

function line(source: string, request: Partial<LoadRequest> = {}): Promise<string> {
  return mistakeOf(loadBars({ symbol: 'X', source, ...request }, folder.effects)).then((error) => error.line);
}

describe('files', () => {
  test('a missing file is told with the nearest name in its folder', async () => {
    folder.write('spx-2020.csv', withRows());
    expect(await line('spx_2021.csv')).toBe('no file spx_2021.csv (did you mean "spx-2020.csv"?)');
    expect(await line('./spx-2020.cvs')).toBe('no file ./spx-2020.cvs (did you mean "./spx-2020.csv"?)');
    expect(await line('gold.csv')).toBe('no file gold.csv');
    expect(await line('nowhere/gold.csv')).toBe('no file nowhere/gold.csv: its folder does not exist');
  });

  test('a folder is told with what it holds', async () => {
    mkdirSync(join(folder.path, 'bars'));
    expect(await line('bars')).toMatch(
      /^bars is a folder without a file or folder for X \(it holds no file of bars: files end in .csv, /,
    );
    folder.write('bars/spx.csv', withRows());
    expect(await line('bars', { symbol: 'SPX' })).toBe(
      'bars is a folder without a file or folder for SPX (did you mean "spx"?)',
    );
  });

  test.each([
    ['an empty file', '', 'prices.csv is empty'],
    ['a file of blanks', ' \n\n', 'prices.csv is empty'],
    ['a header alone', `${HEADER}\n`, 'prices.csv has a header but no rows'],
    [
      'a first line that is blank',
      `\n${withRows()}`,
      'prices.csv has no header on line 1 (the column names are needed there)',
    ],
    [
      'binary data',
      'PK\0\0\n',
      'prices.csv is not a text file (bars are read from CSV in UTF-8, Parquet and Arrow IPC (Feather))',
    ],
    [
      'a Parquet file cut short',
      'PAR1\0\0\n',
      'prices.csv cannot be read as Parquet: File too small to be a Parquet file (was it written to its end?)',
    ],
    [
      'mixed line ends',
      `${HEADER}\r\n${GOOD.join('\n')}\n`,
      'prices.csv cannot be read as CSV: The CSV Parser state machine reached an invalid state. (are its line endings mixed?)',
    ],
  ])('%s is refused', async (_, text, message) => {
    expect((await folder.mistake(text)).line).toBe(message);
  });
});

describe('columns', () => {
  test.each([
    [
      'a missing one, with the nearest name',
      'date,open,high,low,clsoe,volume',
      {},
      'prices.csv:1: no column for close; found "date", "open", "high", "low", "clsoe", "volume" (did you mean columns: { close: clsoe }?)',
    ],
    [
      'several missing, none near',
      'when,open,high,bid,price,volume',
      {},
      'prices.csv:1: no column for time (date), low, close; found "when", "open", "high", "bid", "price", "volume" (name it with columns: { … })',
    ],
    [
      'two of one kind',
      'date,open,high,low,close,timestamp',
      {},
      'prices.csv has several columns for time: "date" and "timestamp" (choose one: columns: { time: date })',
    ],
    [
      'a given name that is not there',
      HEADER,
      { columns: { close: 'volme' } },
      'prices.csv has no column "volme" (given for close) (did you mean "volume"?)',
    ],
  ])('%s is told', async (_, header, request, message) => {
    expect((await folder.mistake(`${header}\n${GOOD.join('\n')}\n`, request)).line).toBe(message);
  });
});

describe('rows', () => {
  const FORMS =
    ' (times are ISO dates or date-times, or a count since 1970, in one form throughout a file; date_format gives any other)';

  test.each([
    [
      'a date of another form',
      '12/16/2020,10,11,9,10,1',
      `date "12/16/2020" is not a date like 2008-09-15${FORMS}`,
    ],
    [
      'a date that does not exist',
      '2021-02-29,10,11,9,10,1',
      `date "2021-02-29" is not a date like 2008-09-15${FORMS}`,
    ],
    [
      'a date-time among dates',
      '2020-12-16 10:00,10,11,9,10,1',
      `date "2020-12-16 10:00" is not a date like 2008-09-15${FORMS}`,
    ],
    ['infinity as a date', 'infinity,10,11,9,10,1', `date "infinity" is not a date like 2008-09-15${FORMS}`],
    ['no date', ',10,11,9,10,1', 'date is empty'],
    ['text for a price', '2020-12-16,10,11,9,ten,1', 'close "ten" is not a number'],
    [
      'a decimal comma',
      '2020-12-16,10,11,"9,5",10,1',
      'low "9,5" is not a number (numbers have a decimal point, and no signs of currency or of thousands: 1234.50)',
    ],
    ['no price', '2020-12-16,,11,9,10,1', 'open is empty'],
    ['NaN for a price', '2020-12-16,10,NaN,9,10,1', 'high "NaN" is not a number'],
    ['an infinite price', '2020-12-16,10,inf,9,10,1', 'high "inf" is not finite'],
    ['a price beyond doubles', '2020-12-16,10,1e999,9,10,1', 'high "1e999" is not finite'],
    ['a price of 0', '2020-12-16,10,11,0,10,1', 'low "0" is not above 0'],
    ['a price below 0', '2020-12-16,10,11,-9,10,1', 'low "-9" is not above 0'],
    ['high below low', '2020-12-16,10,9,11,10,1', 'high "9" is below the low 11'],
    ['open above high', '2020-12-16,12,11,9,10,1', 'open "12" is above the high 11'],
    ['open below low', '2020-12-16,8,11,9,10,1', 'open "8" is below the low 9'],
    ['close above high', '2020-12-16,10,11,9,11.5,1', 'close "11.5" is above the high 11'],
    ['close below low', '2020-12-16,10,11,9,8.5,1', 'close "8.5" is below the low 9'],
    ['no volume', '2020-12-16,10,11,9,10,', 'volume is empty'],
    ['NaN for a volume', '2020-12-16,10,11,9,10,nan', 'volume "nan" is not a number'],
    ['an infinite volume', '2020-12-16,10,11,9,10,inf', 'volume "inf" is not finite'],
    ['a volume below 0', '2020-12-16,10,11,9,10,-1', 'volume "-1" is below 0'],
    ['a time twice', '2020-12-15,10,11,9,10,1', 'date "2020-12-15" is the same as in the row before'],
    [
      'a time that goes back',
      '2020-12-11,10,11,9,10,1',
      'date "2020-12-11" is earlier than in the row before',
    ],
    ['too few cells', '2020-12-16,10,11', 'the row "2020-12-16,10,11" has 3 cells, the header has 6'],
    [
      'too many cells',
      '2020-12-16,10,11,9,10,1,2',
      'the row "2020-12-16,10,11,9,10,1,2" has 7 cells, the header has 6',
    ],
  ])('%s is told with its line', async (_, row, message) => {
    const error = await folder.mistake(withRows(row, '2020-12-17,10,11,9,10,1'));
    expect(error.line).toBe(`prices.csv:4: ${message}`);
    expect(error.code).toBe('bad_rows');
  });

  test('a quote that is never closed is told with its line', async () => {
    const error = await folder.mistake(withRows('2020-12-16,10,11,9,"10,1', '2020-12-17,10,11,9,10,1'));
    expect(error.line).toBe(
      'prices.csv:4: the row "2020-12-16,10,11,9,"10,1…" has a quote that is not closed',
    );
  });

  test('text that is not UTF-8 is told with its line', async () => {
    const error = await folder.mistake(Buffer.from(withRows('2020-12-16,10,11,9,10,\u00E9'), 'latin1'));
    expect(error.line).toBe('prices.csv:4: the row "2020-12-16,10,11,9,10,?" is not UTF-8');
  });

  test.each([
    ['seconds', ['1608024600', '1608024660', 'soon'], 'time "soon" is not a number of seconds since 1970'],
    [
      'milliseconds',
      ['1608024600000', '1608024660000', '1e9'],
      'time "1e9" is not a number of milliseconds since 1970',
    ],
    [
      'date-times',
      ['2020-12-15T09:30', '2020-12-15T09:31', '2020-12-16'],
      'time "2020-12-16" is not a date-time like 2008-09-15T13:30:00',
    ],
    [
      'date-times with a zone',
      ['2020-12-15T09:30Z', '2020-12-15T09:31'],
      'time "2020-12-15T09:31" is not a date-time like 2008-09-15T13:30:00Z',
    ],
    ['microseconds', ['1608024600000000', 'x'], 'time "x" is not a number of microseconds since 1970'],
  ])('a cell that does not fit in a file of %s is told', async (_, times, message) => {
    const text = ['time,open,high,low,close', ...times.map((time) => `${time},10,11,9,10`)].join('\n');
    expect((await folder.mistake(text)).message).toBe(message);
  });

  test('an adjusted close must be a price when it is used', async () => {
    const text = 'date,open,high,low,close,adj close\n2020-12-15,10,11,9,10,0\n';
    expect((await folder.mistake(text, { adjust: 'all' })).line).toBe(
      'prices.csv:2: adj close "0" is not above 0',
    );
    expect((await folder.load(text)).length).toBe(1);
  });

  test('the first ten are shown as a table, and all are counted', async () => {
    const bad = Array.from(
      { length: 1200 },
      (_, i) => `${new Date(Date.UTC(2021, 0, i + 1)).toISOString().slice(0, 10)},10,11,9,${i},1`,
    );
    const error = await folder.mistake(withRows(...bad));
    expect(error.line).toBe('prices.csv:4: close "0" is not above 0; 1,197 rows cannot be used');
    expect(error.excerpt?.split('\n')).toEqual([
      'line  column  value  problem',
      '   4  close   0      is not above 0',
      ...[1, 2, 3, 4, 5, 6, 7, 8].map(
        (i) => `${String(i + 4).padStart(4)}  close   ${i}      is below the low 9`,
      ),
      '  16  close   12     is above the high 11',
      '… and 1,187 more',
    ]);
  });

  test('malformed rows are shown as a table too, before anything is looked at inside them', async () => {
    const error = await folder.mistake(withRows('2020-12-16,x', '2020-12-17,x,11,9,10,1', '1,2,3,4,5,6,7'));
    expect(error.excerpt?.split('\n')).toEqual([
      'line  column  value          problem',
      '   4          2020-12-16,x   has 2 cells, the header has 6',
      '   6          1,2,3,4,5,6,7  has 7 cells, the header has 6',
    ]);
  });

  test('lines are counted as an editor counts them, blank ones and quoted breaks too', async () => {
    const rows = `${HEADER},note\n\n${GOOD[0]},"two\nlines"\n\n${GOOD[1]},\n2020-12-16,10,11,9,ten,1,\n`;
    for (const text of [rows, `\uFEFF${rows}`, rows.replaceAll('\n', '\r\n'), rows.replaceAll('\n', '\r')]) {
      expect((await folder.mistake(text)).location).toEqual({ file: 'prices.csv', line: 7 });
    }
  });

  test('lines of malformed rows are counted so too', async () => {
    const rows = `${HEADER},note\n\n${GOOD[0]},"two\nlines"\n\n${GOOD[1]},\n2020-12-16,10\n`;
    for (const text of [rows, `\uFEFF${rows}`, rows.replaceAll('\n', '\r\n'), rows.replaceAll('\n', '\r')]) {
      const error = await folder.mistake(text);
      expect(error.line).toBe('prices.csv:7: the row "2020-12-16,10" has 2 cells, the header has 7');
    }
  });

  test('a file that runs backwards is told to be sorted', async () => {
    const error = await folder.mistake([HEADER, ...GOOD.toReversed()].join('\n'));
    expect(error.line).toBe(
      'prices.csv:3: date "2020-12-14" is earlier than in the row before (the newest bar comes first: quality: { order: sort } turns them round)',
    );
  });

  test('bad rows outside the range asked for are let be, but not those whose time cannot be read', async () => {
    const rows = ['2020-12-16,10,11,9,ten,1', '2020-12-17,10,11,9,10,1'];
    expect((await folder.load(withRows(...rows), { to: '2020-12-15' })).length).toBe(2);
    const error = await folder.mistake(withRows('soon,10,11,9,10,1', ...rows), { to: '2020-12-15' });
    expect(error.message).toBe('date "soon" is not a date like 2008-09-15');
  });

  test('every row out of order is found, however the rows are shuffled', async () => {
    const days = Array.from({ length: 12 }, (_, i) => i);
    const date = (day: number) => new Date(Date.UTC(2021, 0, 1 + day)).toISOString().slice(0, 10);
    const shuffled = fc.array(fc.constantFrom(...days), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        const wrong = order.flatMap((day, i) => (i > 0 && day <= order[i - 1] ? [i + 2] : []));
        const text = [HEADER, ...order.map((day) => `${date(day)},10,11,9,10,1`)].join('\n');
        if (wrong.length === 0) {
          expect((await folder.load(text)).length).toBe(order.length);
          return;
        }
        const { excerpt = '' } = await folder.mistake(text);
        const lines = excerpt
          .split('\n')
          .slice(1, 11)
          .map((row) => Number.parseInt(row, 10));
        expect(lines).toEqual(wrong.slice(0, 10));
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

describe('requests', () => {
  test.each([
    ['from after to', { from: '2020-12-15', to: '2020-12-14' }, 'from 2020-12-15 is after to 2020-12-14'],
    [
      'a range before the data',
      { to: '2000-01-01' },
      'no bars of X to 2000-01-01: prices.csv runs from 2020-12-14 to 2020-12-15',
    ],
    [
      'a range after the data',
      { from: '2021-01-01', to: '2021-12-31' },
      'no bars of X from 2021-01-01 to 2021-12-31: prices.csv runs from 2020-12-14 to 2020-12-15',
    ],
    [
      'a date that does not exist',
      { from: '2021-02-29' },
      'data: from must be a date like 2008-09-15, found "2021-02-29"',
    ],
    [
      'an interval without unit',
      { interval: '5' },
      'data: interval must be a whole number with a unit (ms, s, m, h, d, w), such as 5m, found "5"',
    ],
    ['an empty symbol', { symbol: '' }, 'data: symbol must not be empty, found ""'],
    ['an unknown key', { form: '2020-12-15' }, 'data has no parameter "form" (did you mean "from"?)'],
    [
      'an unknown column kind',
      { columns: { vlume: 'x' } },
      'data has no parameter "columns.vlume" (did you mean "volume"?)',
    ],
    [
      'a source on the network',
      { source: 'https://example.org/a.csv' },
      'unknown kind of source "https:" in https://example.org/a.csv (dataset:<name>, generate:<kind>?… or the path of a CSV file)',
    ],
    [
      'a mistyped scheme',
      { source: 'datset:sp500-daily' },
      'unknown kind of source "datset:" in datset:sp500-daily (did you mean "dataset:sp500-daily"?)',
    ],
  ])('%s is told', async (_, request, message) => {
    expect((await folder.mistake(withRows(), request as Partial<LoadRequest>)).line).toBe(message);
  });

  test('several mistakes are told together', async () => {
    const error = await folder.mistake(withRows(), {
      from: 'soon',
      stamp: 'middle',
    } as unknown as Partial<LoadRequest>);
    expect(error).toBeInstanceOf(UserErrors);
    expect(error.message.split('\n')).toEqual([
      'data: from must be a date like 2008-09-15, found "soon"',
      'data: stamp must be one of start, end, found "middle"',
    ]);
  });

  test('a symbol that is not in the file is told with the nearest, or those there are', async () => {
    const text = [
      'symbol,date,open,high,low,close',
      'AAPL,2020-12-15,1,1,1,1',
      'MSFT,2020-12-15,2,2,2,2',
    ].join('\n');
    const message = async (symbol: string) => (await folder.mistake(text, { symbol })).line;
    expect(await message('APPL')).toBe('prices.csv has no symbol "APPL" (did you mean "AAPL"?)');
    expect(await message('SPX')).toBe('prices.csv has no symbol "SPX" (one of AAPL, MSFT)');
  });

  test('a single intraday bar needs its interval', async () => {
    const text = 'time,open,high,low,close\n2020-12-15T09:30,1,1,1,1\n';
    expect((await folder.mistake(text)).line).toBe(
      'prices.csv has a single bar of X, which does not tell how long it is (give its interval, such as 1m)',
    );
  });
});
