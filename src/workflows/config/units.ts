/** What the numbers of a workflow count in, by key; other units stand in the words of descriptions. */
const UNITS: Readonly<Record<string, string>> = {
  version: 'version of the format',
  seed: 'none: any whole number',
  'execution.financing.borrow_percent': 'percent a year',
  'execution.financing.interest_percent': 'percent a year',
  'execution.financing.margin_percent': 'percent a year',
  'data[].lot_size': 'units in a lot',
  'data[].multiplier': 'money per unit and price point',
  'portfolios[].strategies[].weight': 'fraction of the portfolio',
  'portfolios[].cash': 'money, in the currency of the data',
  'routes[].batch_size': 'events',
  'routes[].max_retries': 'times',
  'portfolios[].leverage': 'multiple of equity',
  'metrics.risk_free_rate': 'fraction per year: 0.02 is 2 %',
};

/** Units by the words that descriptions say them with, the longest first. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/hundredths of a percent|basis points/i, 'basis points: 1 is 0.01 %'],
  [/\bpercent\b/i, 'percent'],
  [/\bfraction\b|0 to 1\b/i, 'fraction'],
  [/\bmegabytes?\b|\bMB\b/, 'megabytes'],
  [/standard deviations?/i, 'standard deviations'],
  [/\bmoney\b|\bprice points?\b|\bprice\b/i, 'money'],
  [/\bmilliseconds?\b/i, 'milliseconds'],
  [/\bcalendar days\b|\bdays\b/i, 'days'],
  [/\bbars\b/i, 'bars'],
  [/\bevents\b/i, 'events'],
  [/\btrades\b/i, 'trades'],
  [/\bunits\b|\bshares\b|\bcontracts\b/i, 'units'],
  [/\bmultiple/i, 'multiple'],
  [/\bdecimals\b/i, 'decimals'],
];

/**
 * The unit of a number, or undefined where nothing says it.
 *
 * @param path of a key of the workflow, `portfolios[].cash`; other paths go by the description.
 */
export function unitOf(path: string, description: string): string | undefined {
  if (Object.hasOwn(UNITS, path)) return UNITS[path];
  if (path.endsWith('_mb')) return 'megabytes';
  return WORDS.find(([pattern]) => pattern.test(description))?.[1];
}
