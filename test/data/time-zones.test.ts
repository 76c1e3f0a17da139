import { describe, expect, test } from 'vitest';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { ZoneClock } from '../../src/data/times/zone-clock.ts';
import { csvFolder } from './csv-folder.ts';

const folder = csvFolder();
const NEW_YORK = 'America/New_York';

function withTimes(...times: (string | number)[]): string {
  return ['time,open,high,low,close', ...times.map((time) => `${time},10,11,9,10.5`)].join('\n');
}

async function opens(times: readonly (string | number)[], request: Partial<LoadRequest>): Promise<string[]> {
  const { openTime } = await folder.load(withTimes(...times), request);
  return Array.from(openTime, (time) => new Date(time).toISOString().slice(0, 16));
}

describe('a time zone', () => {
  // XNYS opens at 09:30 local time: 14:30Z on 2013-03-08, 13:30Z on 2013-03-11.
  test('is that of the clocks times were read from, summer and winter', async () => {
    const times = ['2013-03-08 09:30', '2013-03-08 09:31', '2013-03-11 09:30', '2013-03-11 09:31'];
    expect(await opens(times, { timezone: NEW_YORK })).toEqual([
      '2013-03-08T14:30',
      '2013-03-08T14:31',
      '2013-03-11T13:30',
      '2013-03-11T13:31',
    ]);
  });

  test('changes nothing about times that have an offset or count since 1970', async () => {
    for (const times of [
      ['2013-03-08T14:30Z', '2013-03-08T14:31Z'],
      [1362753000, 1362753060],
    ]) {
      expect(await opens(times, { timezone: NEW_YORK })).toEqual(['2013-03-08T14:30', '2013-03-08T14:31']);
    }
  });

  test('tells the hour that comes twice apart by the order of rows', async () => {
    const times = ['2013-11-03 00:00', '2013-11-03 01:00', '2013-11-03 01:00', '2013-11-03 02:00'];
    expect(await opens(times, { timezone: NEW_YORK })).toEqual([
      '2013-11-03T04:00',
      '2013-11-03T05:00',
      '2013-11-03T06:00',
      '2013-11-03T07:00',
    ]);
  });

  test('has no bar in the hour that clocks skip', async () => {
    const error = await folder.mistake(
      withTimes('2013-03-10 01:30', '2013-03-10 02:30', '2013-03-10 03:30'),
      {
        timezone: NEW_YORK,
      },
    );
    expect(error.line).toBe(
      'prices.csv:3: time "2013-03-10 02:30" is skipped by the clocks of America/New_York, which go forward over it',
    );
  });

  test('has days of 23 and 25 hours', async () => {
    const { openTime, closeTime } = await folder.load(withTimes('2013-03-10', '2013-03-11', '2013-11-03'), {
      timezone: NEW_YORK,
    });
    const hours = Array.from(openTime, (time, i) => (closeTime[i] + 1 - time) / 3_600_000);
    expect(hours).toEqual([23, 24, 25]);
    expect(new Date(openTime[1]).toISOString()).toBe('2013-03-11T04:00:00.000Z');
  });

  test('is that of from and to', async () => {
    const times = ['2013-03-08 23:00', '2013-03-09 00:00', '2013-03-09 23:00', '2013-03-10 00:00'];
    const day = { timezone: NEW_YORK, interval: '1h', from: '2013-03-09', to: '2013-03-09' };
    expect(await opens(times, day)).toEqual(['2013-03-09T05:00', '2013-03-10T04:00']);
    const utc = ['2013-03-09T04:00Z', '2013-03-09T05:00Z', '2013-03-10T04:00Z', '2013-03-10T05:00Z'];
    expect(await opens(utc, day)).toEqual(['2013-03-09T05:00', '2013-03-10T04:00']);
  });

  test('that does not exist is told with the nearest', async () => {
    const line = async (timezone: string) =>
      (await folder.mistake(withTimes('2013-03-08'), { timezone })).line;
    expect(await line('America/NewYork')).toBe(
      'there is no time zone "America/NewYork" (did you mean "America/New_York"?)',
    );
    expect(await line('+05:00')).toMatch(/^there is no time zone "\+05:00"/);
  });
});

test('a clock goes there and back everywhere, but for hours that it skips', () => {
  for (const zone of ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC']) {
    const clock = new ZoneClock(zone);
    const lost: string[] = [];
    for (let time = Date.UTC(2019, 0, 1); time < Date.UTC(2020, 0, 1); time += 1_800_000) {
      const wall = clock.wall(time);
      if (clock.moment(wall, time - 1) !== time) lost.push(new Date(time).toISOString());
    }
    expect([zone, lost]).toEqual([zone, []]);
  }
});

describe('dates', () => {
  test('that may be read both ways round are refused', async () => {
    const error = await folder.mistake(withTimes('03/04/2020', '04/04/2020', '05/04/2020'));
    expect(error.line).toBe(
      'prices.csv: dates like "03/04/2020" may have the day or the month in front, and no row tells which (give date_format: "%d/%m/%Y" or "%m/%d/%Y")',
    );
    expect(error.code).toBe('ambiguous_date');
  });

  test('are told apart by any row of the file, however far down', async () => {
    const days = Array.from({ length: 12 }, (_, i) => `${String(i + 1).padStart(2, '0')}/01/2020`);
    // Far more rows than the head of a file holds, all of which may be read both ways.
    const unclear = Array.from({ length: 4000 }, (_, i) => days[i % 12]);
    const text = withTimes(...unclear, '13/01/2020');
    const error = await folder.mistake(text);
    expect(error.message).toMatch(/^time "01\/01\/2020" is earlier than in the row before/);
    expect((await folder.load(withTimes('01/02/2020', '02/02/2020', '13/02/2020'))).length).toBe(3);
  });

  test('are read by a pattern that is given', async () => {
    const times = ['03/04/2020', '04/04/2020'];
    expect(await opens(times, { date_format: '%d/%m/%Y' })).toEqual(['2020-04-03T00:00', '2020-04-04T00:00']);
    expect(await opens(['03/04/2020', '04/04/2020'], { date_format: '%m/%d/%Y' })).toEqual([
      '2020-03-04T00:00',
      '2020-04-04T00:00',
    ]);
    expect(await opens(['3.4.20 09h30', '3.4.20 09h31'], { date_format: '%d.%m.%y %Hh%M' })).toEqual([
      '2020-04-03T09:30',
      '2020-04-03T09:31',
    ]);
  });

  test.each([
    [
      'DD/MM/YYYY',
      '"DD/MM/YYYY" is no date format: it has no part that begins with % (did you mean "%d/%m/%Y"?)',
    ],
    ['%d/%m', '"%d/%m" is no date format: it has no year (such as "%d/%m/%Y %H:%M")'],
    [
      '%Y-%Q',
      '"%Y-%Q" is no date format: it has an unknown part %Q (the parts of strptime: %Y %m %d %H %M %S %f %b %p %z …)',
    ],
  ])('pattern %s is refused', async (date_format, message) => {
    expect((await folder.mistake(withTimes('2020-01-01'), { date_format })).line).toBe(message);
  });

  test('and times in columns of their own are put together', async () => {
    const text = 'date,time,open,high,low,close\n2020-12-15,09:30,1,1,1,1\n2020-12-15,09:31,1,1,1,1\n';
    const { openTime } = await folder.load(text, { timezone: NEW_YORK });
    expect(new Date(openTime[1]).toISOString()).toBe('2020-12-15T14:31:00.000Z');
    const dated = 'date,clock,open,high,low,close\n12/15/2020,9:30,1,1,1,1\n12/15/2020,9:31,1,1,1,1\n';
    const columns = { time: 'date', time_of_day: 'clock' };
    expect((await folder.load(dated, { columns })).length).toBe(2);
  });
});

test('a load that names a source by a path may be told its zone', async () => {
  folder.write('plain.csv', withTimes('2020-06-01', '2020-06-02'));
  const bars = await loadBars({ symbol: 'X', source: 'plain.csv', timezone: 'Asia/Tokyo' }, folder.effects);
  expect(new Date(bars.openTime[0]).toISOString()).toBe('2020-05-31T15:00:00.000Z');
});
