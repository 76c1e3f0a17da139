import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/workflows/config/config.ts';
import { linesOf, mistakesOf } from './failures.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();
const load = (text: string, file = 'flow.toml') => loadConfig(text, file, registries);

/** The example of the design page in TOML. */
const TOML = `name = "sp500-trend"
topology = "full_backtest"
sequence = "single_pass"

[[data]]
symbol = "SPX"
source = "dataset:sp500-daily"
from = 2000-01-03 # a date of TOML
to = "2012-12-31"

[[strategies]]
id = "trend"
type = "sma_crossover"
params = { fast = 20, slow = 100 }

[[portfolios]]
id = "balanced"
strategies = ["trend"]
cash = 100_000
sizing.type = "percent_of_equity"
sizing.percent = 95

[execution]
profile = "next_open"
slippage = { type = "bps", bps = 1 }
[execution.commission]
type = "per_share"
amount = 0.005
minimum = 1

[tracing.default]
mode = "minimal"
[[tracing.overrides]]
pattern = "portfolio_*"
events = ["SIGNAL", "FILL", "POSITION_CLOSE"]
mode = "full"
`;

describe('a workflow in TOML', () => {
  test('is the same as in YAML', () => {
    expect(load(TOML)).toEqual(loadConfig(EXAMPLE, 'flow.yaml', registries));
  });

  test('reads local times as UTC and keeps the zone of others', () => {
    const from = (written: string) => load(TOML.replace('2000-01-03 #', `${written} #`)).data[0].from;
    expect(from('2000-01-03T14:30:00')).toBe('2000-01-03T14:30:00.000Z');
    expect(from('2000-01-03 14:30:00-05:00')).toBe('2000-01-03T19:30:00.000Z');
  });

  test.each([
    [
      'source = "dataset:sp500-daily"',
      'sorce = "x"',
      'flow.toml:7:1: data[0]: unknown key "sorce" (did you mean "source"?)',
    ],
    [
      'fast = 20',
      'fast = -1',
      'flow.toml:14:19: strategies[0].params.fast: expected a whole number >= 1, found -1',
    ],
    [
      'cash = 100_000',
      'cash = "a lot"',
      'flow.toml:19:8: portfolios[0].cash: expected a number > 0, found "a lot"',
    ],
    ['cash = 100_000\n', '', 'flow.toml:16:1: portfolios[0]: missing key "cash", expected a number > 0'],
    [
      'sizing.percent = 95',
      'sizing.percent = 0',
      'flow.toml:21:18: portfolios[0].sizing.percent: expected a number > 0 and <= 100, found 0',
    ],
    [
      'amount = 0.005',
      'amount = -1',
      'flow.toml:28:10: execution.commission.amount: expected a number >= 0, found -1',
    ],
    [
      '["SIGNAL", "FILL",',
      '["SIGNAL",\n  "FIL",',
      'flow.toml:36:3: tracing.overrides[0].events[1]: unknown event type "FIL" (did you mean "FILL"?)',
    ],
    [
      'to = "2012-12-31"',
      "to = '''\n2012-13-31'''",
      'flow.toml:9:6: data[0].to: there is no such date or time: "2012-13-31" (write 2000-01-31 or 2000-01-31T14:30:00Z)',
    ],
    [
      'profile = "next_open"',
      '"pro\\u0066ile" = 1',
      'flow.toml:24:18: execution.profile: expected one of next_open, same_close, found 1',
    ],
  ])('a mistake has its line and column: %s', (right, wrong, line) => {
    expect(linesOf(() => load(TOML.replace(right, wrong)))).toEqual([line]);
  });

  test.each([
    ['name = \n', /^flow\.toml:1:8: TOML syntax: /],
    ['a = 1\na = 2\n', /^flow\.toml:2:1: TOML syntax: trying to redefine/],
    ['', /^flow\.toml:1:1: the file is empty/],
    ['x = "\u0000"', /^flow\.toml:1:6: not UTF-8 text/],
    [`x = ${'['.repeat(200)}${']'.repeat(200)}`, /^flow\.toml:1:\d+: TOML syntax: /],
    [`[${'a.'.repeat(200)}a]`, /^flow\.toml:1:1: nested too deeply/],
  ])('text that is no TOML is refused where it goes wrong: %j', (text, line) => {
    const mistakes = mistakesOf(() => load(text));
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0].line).toMatch(line);
  });

  test('keys that reach a prototype are refused with their place', () => {
    expect(linesOf(() => load(`${TOML}\n[execution.__proto__]\nx = 1\n`))).toEqual([
      'flow.toml:38:12: execution: unknown key "__proto__"',
    ]);
  });
});
