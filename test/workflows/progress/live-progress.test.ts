import { afterEach, expect, test, vi } from 'vitest';
import { open, run } from '../../../src/index.ts';
import { LiveEquity } from '../../../src/workflows/progress/live-equity.ts';
import { LiveProgress, type ProgressFrame } from '../../../src/workflows/progress/live-progress.ts';

const PLACE = Symbol.for('admf.progress');

/** A place that keeps what is shown, with a clock that goes as far as it is told. */
function place(signal?: AbortSignal) {
  const frames: ProgressFrame[] = [];
  let time = 1000;
  return {
    frames,
    texts: () => frames.map(({ text }) => text),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    now: () => time,
    show: (frame: ProgressFrame) => void frames.push(frame),
    signal,
  };
}

afterEach(() => {
  Reflect.deleteProperty(globalThis, PLACE);
  vi.useRealTimers();
});

test('work that is over in half a second shows nothing', () => {
  const at = place();
  const progress = new LiveProgress('run walk', at);
  at.pass(499);
  progress.update(499, 500);
  progress.end('done');
  expect(at.frames).toEqual([]);
});

test('long work shows share, rate and time left, and ends in one line', () => {
  const at = place();
  const progress = new LiveProgress('run walk', at);
  at.pass(1000);
  progress.update(250, 1000, 500_000);
  at.pass(3000);
  progress.update(1000, 1000, 2_000_000);
  progress.end('done');
  expect(at.texts()).toEqual([
    'run walk: 25%, 500.0k bars/s, 3.0 s left',
    'run walk: 100%, 500.0k bars/s, 0.00 s left',
    'run walk: 2.0M bars in 4.0 s, 500.0k bars/s',
  ]);
  expect(at.frames[0].html).toContain('value="0.250"');
  expect(at.frames.at(-1)?.html).toBe('<p>run walk: 2.0M bars in 4.0 s, 500.0k bars/s</p>');
});

test('however often it is told, it shows at most ten pictures a second', () => {
  const at = place();
  const progress = new LiveProgress('run walk', at);
  for (let done = 1; done <= 10_000; done++) {
    at.pass(1);
    progress.update(done, 10_000);
  }
  expect(at.frames.length).toBe(96);
});

test('it ends at once when the user stops the work, and says how far it was', () => {
  const stopping = new AbortController();
  const at = place(stopping.signal);
  const progress = new LiveProgress('run walk', at);
  at.pass(2000);
  progress.update(40, 100, 4000);
  stopping.abort();
  progress.update(50, 100, 5000);
  progress.end('done');
  expect(at.texts().slice(1)).toEqual(['run walk: interrupted at 40%, 4,000 bars in 2.0 s']);
});

test('a picture stands below the line, and stays', () => {
  const at = place();
  const progress = new LiveProgress('run walk', at);
  progress.begin(() => '<svg/>');
  at.pass(600);
  progress.update(1, 2);
  progress.end('failed');
  expect(at.frames.map(({ html }) => html.endsWith('<svg/>'))).toEqual([true, true]);
  expect(at.texts().at(-1)).toBe('run walk: failed at 50%, 1 bars in 0.60 s');
});

test('work that loads bars for long says so, in the place of what comes after', async () => {
  vi.useFakeTimers();
  const at = place();
  const progress = new LiveProgress('run walk', at);
  const loading = progress.loading(
    () => new Promise<string>((resolve) => setTimeout(() => resolve('bars'), 3000)),
  );
  await vi.advanceTimersByTimeAsync(499);
  expect(at.texts()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(at.texts()).toEqual(['run walk: loading bars…']);
  at.pass(3000);
  await vi.advanceTimersByTimeAsync(2500);
  expect(await loading).toBe('bars');
  progress.begin();
  at.pass(200);
  progress.update(100, 100, 1000);
  progress.end('done');
  expect(at.texts().slice(1)).toEqual(['run walk: 1,000 bars in 0.20 s, 5,000 bars/s']);
});

test('bars that are soon there are not spoken of', async () => {
  vi.useFakeTimers();
  const at = place();
  const progress = new LiveProgress('walk', at);
  await progress.loading(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(5000);
  progress.end('done');
  expect(at.texts()).toEqual([]);
});

test('work that is stopped or fails while it loads bars says so', async () => {
  vi.useFakeTimers();
  const stopping = new AbortController();
  const [stopped, failed] = [place(stopping.signal), place()];
  void new LiveProgress('run walk', stopped).loading(() => new Promise(() => {}));
  const failing = new LiveProgress('walk', failed)
    .loading(() => new Promise((_, reject) => setTimeout(() => reject(new Error('no such file')), 700)))
    .catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(700);
  stopping.abort();
  expect(await failing).toEqual(new Error('no such file'));
  expect(stopped.texts()).toEqual(['run walk: loading bars…', 'run walk: interrupted while loading bars']);
  expect(failed.texts()).toEqual(['walk: loading bars…', 'walk: failed while loading bars']);
});

/** Every look at this clock takes a second, so that any run is a long one. */
function slowPlace() {
  const at = place();
  Reflect.set(globalThis, PLACE, () => ({
    ...at,
    now: () => {
      at.pass(1000);
      return at.now();
    },
  }));
  return at;
}

const WORKFLOW = {
  name: 'walk',
  data: [{ symbol: 'X', source: { type: 'random_walk', bars: 3000, seed: 11 } }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000 }],
};

test('a run shows itself where there is a place for it, with equity when that is asked for, and is the same run', async () => {
  const alone = await run(WORKFLOW);
  const at = slowPlace();
  const watched = await run(WORKFLOW, { live: true });
  expect(at.texts().at(-1)).toMatch(/^run walk: 3,000 bars in /);
  expect(at.frames.at(-1)?.html).toMatch(/<svg .*<polyline .*points="[\d., ]+".*main<\/text>/);
  expect(watched.portfolio('main').metrics).toEqual(alone.portfolio('main').metrics);
  expect(watched.fingerprint).toBe(alone.fingerprint);
});

test('who asks for progress himself is not shown it, too', async () => {
  const at = slowPlace();
  await run(WORKFLOW, { onProgress: () => {} });
  expect(at.frames).toEqual([]);
});

test('a motion that runs ahead shows how far it is; one over known bars does not', async () => {
  const session = await open(WORKFLOW, { checkpointEvery: 100 });
  const at = slowPlace();
  await session.goto('end');
  expect(at.texts().at(-1)).toMatch(/^walk: [\d,]+ bars in /);
  const shown = at.frames.length;
  await session.goto(100);
  expect(at.frames).toHaveLength(shown);
});

test('live equity keeps the extremes of a long run in a small picture', () => {
  const equity = new LiveEquity(['a', 'b']);
  const bars = 100_000;
  for (let bar = 0; bar <= bars; bar++) {
    equity.add(bar / bars, (portfolio) => (bar === 77_777 ? (portfolio === 0 ? 500 : -500) : bar % 7));
  }
  const svg = equity.toSvg();
  expect(svg.length).toBeLessThan(20_000);
  expect(svg).toContain('>500</text>');
  expect(svg).toContain('>-500</text>');
  expect(new LiveEquity(['a']).toSvg()).toBe('');
});
