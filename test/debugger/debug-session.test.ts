import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DebugSession, loadDebugSession, openDebugSession } from '../../src/debugger/debug-session.ts';
import type { Motion } from '../../src/debugger/status.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { timeText } from '../../src/tracing/event-text.ts';
import { tinyConfig } from './commands/tiny-desk.ts';

const open = (changes?: Record<string, unknown>): Promise<DebugSession> =>
  openDebugSession(tinyConfig(changes));

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'admf-session-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a motion', () => {
  test('goes to a moment that is given as a Date, as to one that is written', async () => {
    const session = await open();
    const written = await session.goto('2000-03-01T12:00');
    await session.goto(1);
    expect((await session.goto(new Date('2000-03-01T12:00:00Z'))).to).toEqual(written.to);
    await expect(session.goto(new Date('nonsense'))).rejects.toThrow('"Invalid Date" is no place');
  });

  // Its letters were taken for settings: "0" might be any of five.
  test('takes one change of a fork as a text', async () => {
    const session = await open();
    await session.goto(100);
    expect((await session.fork('fast=9')).print('strategy.params.fast').value).toBe(9);
  });

  // Cut off at its semicolon, the line told of a refusal and not of its reason.
  test('to a refused order says why it was refused', async () => {
    const session = await open({
      portfolios: [
        { id: 'p', strategies: ['trend'], cash: 100_000, risk: [{ type: 'max_exposure', percent: 1 }] },
      ],
    });
    const { status } = await session.rejection();
    expect(status.event?.type).toBe('ORDER_REJECTED');
    const { reason } = (status.event as EventRecord<'ORDER_REJECTED'>).payload;
    expect(session.statusLine).toContain(reason);
  });

  test('tells as text where the cursor stands: time, close and equity at the end of a bar', async () => {
    const session = await open();
    expect(String(await session.next(3))).toBe('bar 4/300  2000-01-06  X 97.31  equity 100,000.00');
    expect(session.statusLine).toBe('bar 4/300  2000-01-06  X 97.31  equity 100,000.00');
    expect(String(await session.goto(0))).toBe('bar 0/300  before the first bar  equity 100,000.00');
    expect(String(await session.reverseNext())).toMatch(/ {2}\(the start of the run\)$/);
  });

  test('tells the event that it stands at', async () => {
    const session = await open();
    const fill = await session.fill();
    expect(String(fill)).toMatch(
      /^bar \d+\/300 {2}[\d-]+ {2}FILL execution_p\/fill-1 {2}bought \d+ X at [\d.]+$/,
    );
    expect(fill.status.event).toEqual(session.event);
    expect(session.event?.id).toBe('execution_p/fill-1');
  });

  test('is plain data in JSON, and text where Node shows it', async () => {
    const session = await open();
    const motion: Motion = await session.next(2);
    expect(JSON.parse(JSON.stringify(motion))).toEqual({
      from: { bar: 1, event: null },
      to: { bar: 3, event: null },
      end: 'arrived',
      note: null,
      status: {
        branch: 'main',
        position: { bar: 3, event: null },
        bars: 300,
        time: session.time,
        event: null,
        symbol: 'X',
        close: expect.any(Number) as number,
        portfolio: 'p',
        equity: 100_000,
      },
    });
    const { inspect } = await import('node:util');
    expect(inspect(motion)).toBe(String(motion));
    expect(inspect(session.print('portfolio'))).toBe(String(session.print('portfolio')));
  });

  test('goes to places as people write them', async () => {
    const session = await open();
    const at = async (place: Parameters<DebugSession['goto']>[0]) => (await session.goto(place)).to;
    expect(await at('end')).toEqual({ bar: 300, event: null });
    expect(await at('-5')).toEqual({ bar: 295, event: null });
    expect(await at('2000-03-01')).toEqual({ bar: 43, event: null });
    const fill = await at('fill-2');
    expect(session.event?.id).toBe('execution_p/fill-2');
    session.mark('second');
    await at(10);
    expect(await at('@second')).toEqual(fill);
    expect(await at({ bar: 7, event: 1 })).toEqual({ bar: 7, event: 1 });
    await expect(session.goto('nowhere')).rejects.toThrow('"nowhere" is no place');
    expect(session.position).toEqual({ bar: 7, event: 1 });
  });

  test('runs to what stops it, in both directions, and says what did', async () => {
    const session = await open();
    session.break('FILL if event.units < 0');
    const first = await session.continue();
    expect(first.end).toBe('stopped');
    expect(first.stops.map(({ id, eventId }) => [id, eventId])).toEqual([[1, 'execution_p/fill-2']]);
    await session.continue();
    expect((await session.reverseContinue()).to).toEqual(first.to);
    expect(String(session.info())).toBe('1  break  FILL if event.units < 0  (3 hits)');
    expect((await session.until('+3')).to.bar).toBe(first.to.bar + 3);
    const low = await session.find((at) => at.portfolio.units() > 0);
    expect([low.end, session.print('portfolio.position.units').value]).toEqual([
      'arrived',
      expect.any(Number),
    ]);
    expect(String(session.delete())).toContain('deleted:\n1  break');
    expect(String(session.info())).toBe('no stops are set');
  });

  test('ends when it is interrupted, at the end of a bar', async () => {
    const session = await open({ data: [{ symbol: 'X', source: 'generate:gbm?bars=400000&seed=7' }] });
    const interrupt = new AbortController();
    setImmediate(() => interrupt.abort());
    const motion = await session.goto('end', interrupt.signal);
    expect([motion.end, motion.to.event]).toEqual(['interrupted', null]);
    expect(motion.to.bar).toBeGreaterThan(0);
    expect(motion.to.bar).toBeLessThan(400_000);
    expect((await session.next()).to.bar).toBe(motion.to.bar + 1);
  });

  test('shows what is pinned, with what it was a bar before', async () => {
    const session = await open();
    session.display('bar.number');
    const motion = await session.next(2);
    expect(motion.displays).toMatchObject([{ text: 'bar.number', value: 3, previous: 2, change: 1 }]);
    expect(String(motion).split('\n')[1]).toMatch(/^1 {2}bar\.number {2}3 {2}before 2 {2}\+1$/);
    session.undisplay();
    expect(String(await session.next())).not.toContain('\n');
  });
});

test('what lies after the cursor is not shown, whoever asks', async () => {
  const session = await open();
  await session.fill(2);
  const { bar } = session;
  await session.reverseFill();
  expect(() => session.why('fill-2')).toThrow(/fill-2/);
  await expect(session.diff(1, bar)).rejects.toThrow(/after the cursor|no such/);
  expect(() => session.whynot('BUY', bar)).toThrow('after the cursor');
  const seen = await session.events('FILL');
  expect(seen.events.map(({ record }) => record.id)).toEqual(['execution_p/fill-1']);
  expect(() => session.causes('fill-2')).toThrow('fill-2');
});

test('answers are data with a text: why, whynot, where, events, diff, list', async () => {
  const session = await open();
  await session.fill();
  const why = session.why();
  expect(why.reports[0].chain.map(({ record }) => record.type)).toEqual([
    'FILL',
    'ORDER',
    'ORDER_REQUEST',
    'SIGNAL',
    'FEATURES',
    'BAR',
  ]);
  expect(String(why)).toContain('fill-1 bought');
  expect(session.whyMermaid()).toMatch(/^flowchart TD\n/);
  expect(session.causes('fill-1').map(({ type }) => type)).toEqual(
    why.reports[0].chain.map(({ record }) => record.type),
  );
  expect(session.where().length).toBe(6);
  await session.finish();
  expect((await session.diff()).changes.map(({ path }) => path)).toContain('portfolio_p.cash');
  expect(String(session.whynot('exit'))).toContain('whynot exit');
  expect(session.list('strategy_trend').shown).toContain('sma-crossover.ts');
  expect(String(session.edit('strategy_trend', { EDITOR: 'nano' }))).toMatch(
    /^nano \+\d+ .*sma-crossover\.ts$/,
  );
});

test('a saved session with two equal stops is opened with one of them', async () => {
  const session = await open();
  session.break('FILL');
  // A condition that is set later can make two of them equal.
  const { id } = session.break('FILL', { condition: 'event.units < 0' });
  session.condition(id);
  const path = join(scratch(), 'equal.json');
  await session.save(path);
  const { session: loaded, notes } = await loadDebugSession(path);
  expect(loaded.info().map(({ text }) => text)).toEqual(['FILL']);
  expect(notes).toEqual([]);
});

test('the focus says what names without a container mean', async () => {
  const session = await open({
    portfolios: [
      { id: 'p', strategies: ['trend'], cash: 100_000 },
      { id: 'q', strategies: ['trend'], cash: 7_000 },
    ],
  });
  expect(session.print('portfolio.cash').value).toBe(100_000);
  session.focus = { portfolio: 'q' };
  expect(session.print('portfolio.cash').value).toBe(7_000);
  expect(session.statusLine).toContain('equity 7,000.00');
  expect(() => {
    session.focus = { portfolio: 'r' };
  }).toThrow('the run has no portfolio "r"');
});

test('a position that is none is refused, with what there is', async () => {
  const session = await open();
  await session.goto({ bar: 30, event: 1 });
  expect(session.position).toEqual({ bar: 30, event: 1 });
  await expect(session.goto({ bar: 301, event: null })).rejects.toThrow('there is no bar 301');
  await expect(session.goto({ bar: 30, event: 99 })).rejects.toThrow('bar 30 has no event 99');
  await expect(session.diff({ bar: 2.5, event: null })).rejects.toThrow('"2.5" is no place');
  expect(session.position).toEqual({ bar: 30, event: 1 });
});

test('a read beyond the cursor names the place that asked for it', async () => {
  const session = await open();
  await session.goto(10);
  const reads = [
    async () => session.timeOf(11),
    async () => session.eventRows().countBetween(1, 11),
    () => session.events({ to: 11 }),
    () => session.diff(1, 11),
    () => session.series(['close'], { to: 11 }),
  ];
  for (const read of reads) {
    await expect(read()).rejects.toMatchObject({
      message: 'bar 11 lies after the cursor, which is at bar 10',
      location: { file: import.meta.filename },
    });
  }
});

describe('a fork', () => {
  test('has the past, the marks, the stops and what is pinned; each run keeps its own cursor', async () => {
    const session = await open();
    session.display('portfolio.equity');
    await session.goto(100);
    session.mark('here');
    session.break('FILL', { ignore: 1 });
    await session.continue();
    await session.goto('@here');
    const fork = await session.fork({ fast: 3 }, { name: 'quick' });
    expect(session.info()).toMatchObject([{ text: 'FILL', hits: 2 }]);
    expect(fork.info()).toMatchObject([{ id: 1, text: 'FILL', ignore: 0, hits: 0 }]);
    fork.delete(1);
    expect(session.info()).toHaveLength(1);
    expect([fork.name, fork.bar, fork.forked?.from]).toEqual(['quick', 100, 'main']);
    expect([...fork.marks()]).toEqual([...session.marks()]);
    expect(fork.displays.count).toBe(1);
    await fork.next(50);
    expect([session.bar, fork.bar]).toEqual([100, 150]);
    expect(fork.other('main')).toBe(session);
    expect(session.other('quick')).toBe(fork);
    expect(fork.statusLine).toMatch(/^quick {2}bar 150\/300/);
    expect(session.forks().children.map(({ name }) => name)).toEqual(['quick']);
    await session.goto(150);
    const comparison = await fork.compare();
    expect([comparison.a, comparison.b, comparison.from, comparison.to]).toEqual(['quick', 'main', 100, 150]);
    expect(String(comparison)).toMatch(/^quick and main have bars up to bar 100/);
    await expect(session.compare('quik')).rejects.toThrow('there is no fork "quik"');
  });

  test('gives the same as the run that it came from when nothing is changed', async () => {
    const session = await open();
    await session.goto(120);
    const fork = await session.fork();
    await Promise.all([session.goto(250), fork.goto(250)]);
    expect(fork.stateHash).toBe(session.stateHash);
  });
});

describe('a saved session', () => {
  test('is opened again as it was: forks, cursors, marks, stops, pinned expressions', async () => {
    const file = join(scratch(), 's.json');
    const session = await open();
    await session.fill(3);
    session.mark('third');
    session.break('portfolio.equity < 90000', { ignore: 2 });
    session.tbreak('FILL if event.units < 0');
    session.watch('portfolio.position.units', { condition: 'bar.number > 50' });
    session.catch('ORDER_REJECTED');
    session.disable(4);
    session.display('portfolio.equity');
    const fork = await session.fork({ fast: 3 });
    await fork.next(9);
    fork.break('bar.close > 100');
    expect((await fork.save(file)).notes).toEqual([]);

    const loaded = await loadDebugSession(file);
    expect([loaded.differences, loaded.notes]).toEqual([null, []]);
    expect(loaded.session.name).toBe('fork-1');
    expect(loaded.session.statusLine).toBe(fork.statusLine);
    expect(loaded.session.stateHash).toBe(fork.stateHash);
    expect(String(loaded.session.info())).toBe(String(fork.info()));
    const main = loaded.session.other('main');
    expect(main.position).toEqual(session.position);
    expect(String(main.marks())).toBe(String(session.marks()));
    expect(String(main.info())).toBe(String(session.info()));
    expect(String(main.display())).toBe(String(session.display()));
  });

  test('says which stops no file can hold', async () => {
    const file = join(scratch(), 's.json');
    const session = await open();
    session.break(function poor(at) {
      return at.portfolio.equity < 1;
    });
    const saved = await session.save(file);
    expect(saved.notes).toEqual(['not saved: a stop with the function poor()']);
    expect(String((await loadDebugSession(file)).session.info())).toBe('no stops are set');
    expect(readFileSync(file, 'utf8')).not.toContain('poor');
  });
});

test('a time of day is shown only where it says something', () => {
  expect(timeText(Date.UTC(2001, 7, 24) - 1)).toBe('2001-08-23');
  expect(timeText(Date.UTC(2001, 7, 24))).toBe('2001-08-24');
  expect(timeText(Date.UTC(2001, 7, 24, 14, 30))).toBe('2001-08-24T14:30:00Z');
});
