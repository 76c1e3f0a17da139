/** A stretch of time in which markets were under stress; dates are inclusive, UTC. */
export interface CrisisWindow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Falls of world markets that people ask a strategy about, from the peak of the S&P 500 before to the low, or by the dates of the event. */
export const CRISIS_WINDOWS: readonly CrisisWindow[] = [
  { name: 'Black Monday 1987', from: '1987-10-05', to: '1987-12-04' },
  { name: 'Asian crisis', from: '1997-10-07', to: '1997-10-27' },
  { name: 'Russia and LTCM', from: '1998-07-17', to: '1998-10-08' },
  { name: 'End of the dot-com boom', from: '2000-03-24', to: '2001-04-04' },
  { name: '11 September 2001', from: '2001-09-10', to: '2001-09-21' },
  { name: 'Accounting scandals 2002', from: '2002-03-19', to: '2002-10-09' },
  { name: 'Quant crisis 2007', from: '2007-07-19', to: '2007-08-16' },
  { name: 'Subprime and Bear Stearns', from: '2007-10-09', to: '2008-03-17' },
  { name: 'Lehman Brothers', from: '2008-08-11', to: '2008-11-20' },
  { name: 'Low of March 2009', from: '2009-01-06', to: '2009-03-09' },
  { name: 'Flash crash and Greece 2010', from: '2010-04-23', to: '2010-07-02' },
  { name: 'Euro crisis, US downgrade 2011', from: '2011-07-22', to: '2011-10-03' },
  { name: 'Taper tantrum 2013', from: '2013-05-21', to: '2013-06-24' },
  { name: 'Yuan devaluation 2015', from: '2015-08-10', to: '2015-08-25' },
  { name: 'Start of 2016', from: '2015-12-29', to: '2016-02-11' },
  { name: 'Brexit vote 2016', from: '2016-06-23', to: '2016-06-27' },
  { name: 'Volatility shock 2018', from: '2018-01-26', to: '2018-02-08' },
  { name: 'End of 2018', from: '2018-09-20', to: '2018-12-24' },
  { name: 'COVID-19', from: '2020-02-19', to: '2020-03-23' },
  { name: 'Rates and inflation 2022', from: '2022-01-03', to: '2022-10-12' },
  { name: 'US regional banks 2023', from: '2023-03-06', to: '2023-03-13' },
  { name: 'Yen carry trade 2024', from: '2024-07-16', to: '2024-08-05' },
  { name: 'Tariffs 2025', from: '2025-02-19', to: '2025-04-08' },
];
