import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBars } from '../../src/data/load-bars.ts';
import { columnsOf } from '../contracts/bar-file-contract.ts';
import { invoke } from './invoke.ts';
import { filesBelow, scratchFolder, tinyWorkflow } from './scratch.ts';

const MANY = 2_000_000;

describe('admf data', () => {
  test('makes, converts and reads the same bars in every format', async () => {
    const cwd = scratchFolder();
    const made = ['data', 'generate', 'gbm', 'a.csv', '--bars', '300', '--interval', '1h', '--symbol', 'A,B'];
    expect((await invoke(made, { cwd })).stdout).toMatch(/^a\.csv: 600 bars of A, B, [\d.]+k bytes\n$/);
    const chain = ['a.csv', 'b.parquet', 'c.arrow', 'd.csv.gz', 'e.csv'];
    for (let i = 1; i < chain.length; i++) {
      expect((await invoke(['data', 'convert', chain[i - 1], chain[i]], { cwd })).code).toBe(0);
    }
    expect(readFileSync(join(cwd, 'e.csv'), 'utf8')).toBe(readFileSync(join(cwd, 'a.csv'), 'utf8'));
    const read = (source: string) => loadBars({ symbol: 'B', source }, { baseDirectory: cwd });
    expect(columnsOf(await read('c.arrow'))).toEqual(columnsOf(await read('a.csv')));
  });

  test('of a file without any good row, check and run show rows, and how numbers are to be written', async () => {
    // The check told to see "admf data check".
    const files = {
      'semi.csv': 'date;open;high;low;close\n2020-01-01;1,5;1,6;1,4;1,5\n2020-01-02;1,5;1,6;1,4;1,5\n',
      'dollar.csv':
        'date,open,high,low,close\n2020-01-01,$1.5,$1.6,$1.4,$1.5\n2020-01-02,$1.5,$1.6,$1.4,$1.5\n',
      'words.csv': 'date,open,high,low,close\n2020-01-01,none,1,1,1\n2020-01-02,none,1,1,1\n',
    };
    const cwd = scratchFolder(files);
    const told = async (file: string) => (await invoke(['data', 'check', file], { cwd })).stderr;
    const hint = 'hint: numbers have a decimal point, and no signs of currency or of thousands: 1234.50';
    for (const [file, row] of [
      ['semi.csv', '   2  open    1,5    is not a number\n'],
      ['dollar.csv', '   2  open    $1.5   is not a number\n'],
    ]) {
      expect(await told(file)).toContain(row);
      expect(await told(file)).toContain(hint);
      await expect(loadBars({ symbol: 'X', source: file }, { baseDirectory: cwd })).rejects.toMatchObject({
        hint: hint.replace('hint: ', ''),
      });
    }
    expect(await told('words.csv')).toContain('none   is not a number');
    expect(await told('words.csv')).not.toContain('hint');
    expect((await invoke(['data', 'check', 'semi.csv'], { cwd })).code).toBe(2);
  });

  test('info of a file whose rows have too few cells names the rows', async () => {
    // It showed the error of the engine that reads CSV, and called it a bug of ours.
    const cwd = scratchFolder({
      'short.csv': 'date,open,high,low,close\n2020-01-01,1,1,1,1\n2020-01-02,1,1\n',
      'tickers.csv': 'date,symbol,open,high,low,close\n2020-01-01,A,1,1,1,1\n2020-01-02,A\n',
    });
    for (const [file, cells, header] of [
      ['short.csv', 3, 5],
      ['tickers.csv', 2, 6],
    ]) {
      for (const command of ['info', 'check']) {
        const { code, stderr } = await invoke(['data', command, String(file)], { cwd });
        expect([code, stderr.split('\n')[0]]).toEqual([
          2,
          expect.stringMatching(
            new RegExp(`^${file}:3: the row .* has ${cells} cells, the header has ${header}$`),
          ),
        ]);
      }
    }
  });

  test('keeps splits and dividends that prices are not adjusted for, in every format', async () => {
    const text =
      'date,open,high,low,close,volume,split,dividend\n2020-01-01,100,100,100,100,10,0,0.5\n2020-01-02,50,50,50,50,20,2,0\n2020-01-03,49,49,49,49,20,0,1.25\n';
    const cwd = scratchFolder({ 'a.csv': text });
    const convert = async (...argv: string[]) => {
      const { code, stderr } = await invoke(['data', 'convert', ...argv], { cwd });
      expect([code, stderr]).toEqual([0, '']);
      return readFileSync(join(cwd, argv[1]), 'utf8');
    };
    const chain = ['a.csv', 'b.parquet', 'c.arrow', 'd.csv.gz', 'e.csv'];
    for (let i = 1; i < chain.length; i++) await convert(chain[i - 1], chain[i]);
    expect(readFileSync(join(cwd, 'e.csv'), 'utf8')).toBe(text);
    // What is adjusted for is gone; the rest is for shares as they are then.
    expect((await convert('a.csv', 'f.csv', '--adjust', 'splits')).split('\n').slice(0, 3)).toEqual([
      'date,open,high,low,close,volume,dividend',
      '2020-01-01,50,50,50,50,20,0',
      '2020-01-02,50,50,50,50,20,0',
    ]);
    expect(await convert('a.csv', 'g.csv', '--adjust', 'all')).toMatch(/^date,open,high,low,close,volume\n/);
    // Prices that were adjusted before their splits were noted are for who reads them to refuse, not for who copies them.
    const noted = text.replaceAll('100', '50');
    const other = scratchFolder({ 'a.csv': noted });
    expect((await invoke(['data', 'convert', 'a.csv', 'b.csv'], { cwd: other })).code).toBe(0);
    expect(readFileSync(join(other, 'b.csv'), 'utf8')).toBe(noted);
  });

  test('converts several sources of a folder into one file', async () => {
    const cwd = scratchFolder();
    for (const symbol of ['A', 'B']) {
      await invoke(['data', 'generate', 'gbm', `bars/${symbol}.parquet`, '--bars', '10'], { cwd });
    }
    const { stdout } = await invoke(
      ['data', 'convert', 'bars', 'all.csv', '--from', '2000-01-05', '--json'],
      { cwd },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'all.csv',
      symbols: [
        { symbol: 'A', bars: 8, from: '2000-01-05T00:00:00.000Z' },
        { symbol: 'B', bars: 8 },
      ],
    });
  });

  test('tells what stands in the files of a folder, or that there are none', async () => {
    const cwd = scratchFolder({ 'b.csv': 'date,open,high,low,close\n2020-01-02,1,1,1,1\n' });
    await invoke(['data', 'generate', 'session', 'a.parquet', '--bars', '10'], { cwd });
    const { stdout } = await invoke(['data', 'info', '.'], { cwd });
    expect(stdout).toMatch(/^a\.parquet {2}parquet, .* 10 rows\n/);
    expect(stdout).toContain('timestamps in UTC');
    expect(stdout).toMatch(/\nb\.csv {2}csv, 44 bytes, 1 row\n/);
    mkdirSync(join(cwd, 'empty'));
    for (const argv of [
      ['info', 'empty'],
      ['check', 'empty'],
      ['convert', 'empty', 'out.csv'],
    ]) {
      expect(await invoke(['data', ...argv], { cwd })).toMatchObject({
        code: 2,
        stderr: 'empty holds no files of bars\n',
      });
    }
    expect((await invoke(['data', 'info', 'bars/{symbol}.csv'], { cwd })).stderr).toMatch(
      /^bars\/\{symbol\}\.csv names no files until the symbol is known/,
    );
  });

  test('checks the bars of a workflow in either language', async () => {
    const cwd = scratchFolder({
      'p.csv': 'date,open,high,low,close\n2020-01-02,1,1,1,1\n',
      'w.yaml':
        '{ name: w, data: [{ symbol: X, source: p.csv }], strategies: [{ id: s, type: sma_crossover }], portfolios: [{ id: p, strategies: [s], cash: 1 }] }\n',
      'w.toml':
        'name = "w"\ndata = [{ symbol = "X", source = "p.csv" }]\nstrategies = [{ id = "s", type = "sma_crossover" }]\nportfolios = [{ id = "p", strategies = ["s"], cash = 1 }]\n',
    });
    const checked = { code: 0, stdout: 'X  p.csv, 1 row, 1 bar: nothing odd\n', stderr: '' };
    expect(await invoke(['data', 'check', 'w.yaml'], { cwd })).toMatchObject(checked);
    expect(await invoke(['data', 'check', 'w.toml'], { cwd })).toMatchObject(checked);
  });

  test.each(['--from', '--interval', '--date-format'])(
    'refuses %s for a workflow, which it passed over in silence',
    async (option) => {
      const cwd = scratchFolder({ 'w.yaml': tinyWorkflow() });
      const { code, stderr } = await invoke(['data', 'check', 'w.yaml', option, '2020-01-01'], { cwd });
      expect([code, stderr]).toEqual([
        2,
        `admf data check: ${option} is for a source, and a workflow says itself how it is read\n  hint: leave it out, or name the source in place of the workflow\n`,
      ]);
      expect(await invoke(['data', 'check', 'w.yaml', '--symbol', 'X'], { cwd })).toMatchObject({ code: 0 });
    },
  );

  test('gives JSON that tells what the text tells', async () => {
    const cwd = scratchFolder({
      'p.csv': 'date,open,high,low,close\n2020-01-02,1,1,1,1\n2020-01-02,1,1,1,1\n',
    });
    const { code, stdout } = await invoke(['data', 'check', 'p.csv', '--json'], { cwd });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      reports: [
        {
          symbol: 'p',
          files: ['p.csv'],
          rows: 2,
          bars: 1,
          synthetic: 0,
          flagged: 0,
          checks: [
            {
              check: 'duplicates',
              policy: 'drop',
              count: 1,
              first: [
                {
                  file: 'p.csv',
                  unit: 'line',
                  place: 3,
                  column: 'date',
                  value: '2020-01-02',
                  problem: 'is the same as in the row before',
                },
              ],
            },
          ],
        },
      ],
    });
    const list = JSON.parse((await invoke(['data', 'list', '--json'], { cwd })).stdout) as {
      generators: { type: string; parameters: Record<string, { default?: unknown }> }[];
    };
    expect(list.generators.find(({ type }) => type === 'gbm')?.parameters.volatility.default).toBe(0.2);
  });

  test('shows on a terminal what it does, and takes it away again', async () => {
    const cwd = scratchFolder();
    let erased = false;
    const made = ['data', 'generate', 'gbm', 'a.parquet', '--bars', '10'];
    const { stderr } = await invoke(made, { cwd, isTTY: true, columns: 80 });
    const { stdout } = await invoke(['data', 'check', 'a.parquet'], {
      cwd,
      isTTY: true,
      columns: 80,
      onStderr: (text) => {
        erased = text === '\r\u001b[K';
      },
      onStdout: () => {
        expect(erased).toBe(true);
      },
    });
    expect(stdout).toContain('nothing odd');
    expect(stderr).toContain('making gbm…');
    expect(stderr).toContain('writing a.parquet…');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  test.each([
    ['generate', ['data', 'generate', 'gbm', 'out.parquet', '--bars', String(MANY)]],
    ['convert', ['data', 'convert', `generate:gbm?bars=${MANY}`, 'out.csv', '--symbol', 'X']],
    ['check', ['data', 'check', 'prices.csv']],
  ])('%s ends at Ctrl-C and leaves no file behind', async (_, argv) => {
    const rows = Array.from({ length: 100_000 }, (__, i) => `${i * 60},1,1,1,1`);
    const cwd = scratchFolder({ 'prices.csv': `time,open,high,low,close\n${rows.join('\n')}\n` });
    const interrupt = (press: () => void) => void setImmediate(press);
    expect(await invoke(argv, { cwd, interrupt })).toEqual({
      code: 130,
      stdout: '',
      stderr: 'interrupted: nothing was written\n',
    });
    expect(filesBelow(cwd)).toEqual(['prices.csv']);
  });

  test('is interrupted while it writes, and leaves what was there', async () => {
    const cwd = scratchFolder({ 'out.parquet': 'mine' });
    let press = () => {};
    const { code } = await invoke(['data', 'generate', 'gbm', 'out.parquet', '--bars', '300000', '--force'], {
      cwd,
      isTTY: true,
      columns: 80,
      interrupt: (pressed) => {
        press = pressed;
      },
      onStderr: (text) => {
        if (text.includes('writing')) press();
      },
    });
    expect(code).toBe(130);
    expect(filesBelow(cwd)).toEqual(['out.parquet']);
    expect(readFileSync(join(cwd, 'out.parquet'), 'utf8')).toBe('mine');
  });
});
