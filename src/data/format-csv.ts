import { type BarSeries, SYNTHETIC_BAR } from '../market/bar-series.ts';
import { DAY } from './interval.ts';

/**
 * Bars as the text of a CSV file that `loadBars` reads back bit for bit: `date` for daily bars, else `timestamp` (UTC,
 * start of the bar). Volume is left out when the series has none, and synthetic bars always: they were not in the data.
 */
export function formatBarsCsv(series: BarSeries): string {
  const rows = [...series.openTime.keys()].filter((i) => (series.flags[i] & SYNTHETIC_BAR) === 0);
  const daily = rows.every(
    (i) => series.openTime[i] % DAY === 0 && series.closeTime[i] - series.openTime[i] === DAY - 1,
  );
  const hasVolume = !rows.every((i) => Number.isNaN(series.volume[i]));
  const lines = rows.map((i) => {
    const time = new Date(series.openTime[i]).toISOString();
    const prices = [series.open[i], series.high[i], series.low[i], series.close[i]];
    return [daily ? time.slice(0, 10) : time, ...prices, ...(hasVolume ? [series.volume[i]] : [])].join(',');
  });
  const header = [
    daily ? 'date' : 'timestamp',
    'open',
    'high',
    'low',
    'close',
    ...(hasVolume ? ['volume'] : []),
  ];
  return `${[header.join(','), ...lines].join('\n')}\n`;
}
