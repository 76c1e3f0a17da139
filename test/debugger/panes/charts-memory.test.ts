import { expect, test } from 'vitest';
import { openDebugSession } from '../../../src/debugger/debug-session.ts';
import { Charts } from '../../../src/debugger/panes/chart-data.ts';
import type { SeriesView } from '../../../src/debugger/series/series-view.ts';
import { tinyConfig } from '../commands/tiny-desk.ts';

const BARS = 110_000;

// Each column was kept for the whole run, so that memory grew with every place that a slider was dragged to.
test('charts that were drawn everywhere in a long run keep some of it, and draw the same again', async () => {
  const session = await openDebugSession(
    tinyConfig({ data: [{ symbol: 'X', source: `generate:gbm?bars=${BARS}&seed=7` }] }),
  );
  await session.goto('end');
  const views: SeriesView[] = [];
  const seriesView = session.seriesView.bind(session);
  session.seriesView = (...args) => {
    const view = seriesView(...args);
    views.push(view);
    return view;
  };
  const charts = new Charts();
  const read = async (pan: number) => (await charts.read(session, { bars: 96, step: 1, pan })).equity;
  const first = await read(BARS - 200);
  for (let pan = 0; pan < BARS - 100; pan += 1000) await read(pan);
  const [view] = views;
  expect(views).toHaveLength(1);
  expect(view.bytes).toBeLessThanOrEqual(2 ** 23);
  expect(8 * BARS * view.expressions.length).toBeGreaterThan(2 ** 23);
  expect(await read(BARS - 200)).toEqual(first);
});
