import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editCommand } from '../../../src/debugger/look/editor.ts';
import { namedEvent } from '../../../src/debugger/look/find-event.ts';
import { functionPlace, methodOf, shownFile, stackPlace } from '../../../src/debugger/look/function-place.ts';
import { listSource, sourceText } from '../../../src/debugger/look/source.ts';
import { Broker } from '../../../src/execution/broker.ts';
import { matchBar } from '../../../src/execution/fill-rules.ts';
import { opened, sp500 } from './runs.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Line, from 1, of the first line of a file that holds a text. */
const lineOf = (file: string, text: string) =>
  readFileSync(join(ROOT, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

const OWN = 'test/debugger/look/fixtures/own-strategy.ts';
const OWN_RUN = {
  name: 'own',
  data: [{ symbol: 'A', source: 'generate:random_walk?bars=30&seed=4' }],
  strategies: [{ id: 'mine', type: './own-strategy.ts' }],
  portfolios: [{ id: 'p', strategies: ['mine'], cash: 100_000 }],
};

describe('the place of a function', () => {
  test('is the line on which it is written', () => {
    expect(functionPlace(matchBar)).toMatchObject({
      file: join(ROOT, 'src/execution/fill-rules.ts'),
      line: lineOf('src/execution/fill-rules.ts', 'function matchBar'),
    });
    expect(functionPlace(methodOf(Broker.prototype, 'onMarket'))?.line).toBe(
      lineOf('src/execution/broker.ts', '  onMarket('),
    );
  });

  test('is not known for what has no source', () => {
    expect(functionPlace(Math.abs)).toBeNull();
    expect(functionPlace((() => {}).bind(null))).toBeNull();
    expect(stackPlace('    at <anonymous>')).toBeNull();
  });

  test('is shown as people find it', () => {
    expect(shownFile(join(process.cwd(), 'a', 'b.ts'))).toBe('a/b.ts');
    expect(shownFile('/elsewhere/b.ts')).toBe('/elsewhere/b.ts');
  });
});

describe('the source', () => {
  test('of a strategy from a file is in that file, of one of ours in ours', async () => {
    const mine = listSource(await opened(OWN_RUN, 10), 'mine');
    expect(mine.file).toBe(join(ROOT, OWN));
    expect(mine.line).toBe(lineOf(OWN, 'decide:'));
    const session = await sp500(1200);
    const ours = listSource(session);
    expect(ours.shown).toMatch(/^src\/strategies\/sma-crossover\.ts:\d+:\d+$/);
    expect(ours.lines[ours.line - ours.first]).toContain('decide:');
    expect(sourceText(ours)).toMatch(/^decide of strategy_trend, src\/strategies.*\n/);
    expect(
      sourceText(ours)
        .split('\n')
        .filter((line) => line.startsWith('→')),
    ).toEqual([expect.stringMatching(/^→ \d+ +decide: \(/)]);
  });

  test('is that of what acts on the event at the cursor', async () => {
    const session = await sp500(1100);
    const { bar } = namedEvent(session, 'fill-12').position;
    const whats = session.allEventsOf(bar - 1).map((_, event) => {
      session.moveTo({ bar: bar - 1, event });
      const { what, lines, line, first } = listSource(session);
      return `${what}: ${lines[line - first].split('(')[0].trim()}`;
    });
    expect(whats).toEqual([
      'onMarket of the broker: onMarket',
      'decide of strategy_trend: decide:',
      'onSignal of order_manager: onSignal',
      'onOrderRequest of risk_manager: onOrderRequest',
      'onOrder of the broker: onOrder',
      'listenTo of metrics: listenTo',
    ]);
  });

  test('is found by the names of components and models, and of nothing else', async () => {
    const session = await sp500(10);
    for (const name of [
      'broker',
      'sizing',
      'slippage',
      'commission',
      'execution_main',
      'portfolio',
      'strategy',
    ])
      expect(listSource(session, name).lines.length).toBeGreaterThan(5);
    expect(() => listSource(session, 'trnd')).toThrow('there is no source of "trnd"');
  });
});

test('an editor is called the way it wants to be', () => {
  const place = { file: '/a/b c.ts', line: 22, column: 5 };
  const args = (env: Record<string, string>) => {
    const { command, args, inTerminal } = editCommand(place, env);
    return [command, ...args, inTerminal];
  };
  expect(args({ EDITOR: 'vim' })).toEqual(['vim', '+22', '/a/b c.ts', true]);
  expect(args({ EDITOR: 'vim', VISUAL: 'code -w' })).toEqual([
    'code',
    '-w',
    '--goto',
    '/a/b c.ts:22:5',
    false,
  ]);
  expect(args({ VISUAL: '"/my apps/subl" -n' })).toEqual(['/my apps/subl', '-n', '/a/b c.ts:22:5', false]);
  expect(args({ VISUAL: ' ', EDITOR: 'hx' })).toEqual(['hx', '/a/b c.ts:22:5', true]);
  expect(args({})[0]).toBe(process.platform === 'win32' ? 'notepad' : 'vi');
});
