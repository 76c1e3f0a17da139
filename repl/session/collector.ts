import { type DebugSession, UserError } from '../../src/index.ts';
import type { Layout } from '../model/layout.ts';
import { areaOf } from '../model/layout.ts';
import type { Pane } from '../model/panes.ts';
import type { Ui } from '../model/ui.ts';
import { barsIn, ZOOMS } from '../model/zoom.ts';
import { ChartMarks } from './chart-marks.ts';
import { ColumnCache, lastDone } from './column-cache.ts';
import { EventWindow } from './event-window.ts';
import { stateTree } from './state-tree.ts';
import type { ChartData, View } from './view.ts';
import { WhyView } from './why-view.ts';

const PRICES = ['open', 'high', 'low', 'close', 'bar.open_time'];
const ACCOUNT = ['equity', 'drawdown', 'portfolio.position.units'];
/** Lines over the candles; more can hardly be told apart. */
const MOST_INDICATORS = 4;

/** Reads from a session what the screen shows, and only that: panes that are not seen cost nothing. */
export class Collector {
  readonly events = new EventWindow();
  readonly #columns = new ColumnCache();
  readonly #marks = new ChartMarks();
  readonly #why = new WhyView();
  #last: View | null = null;
  #indicators: { key: string; names: readonly string[] } = { key: '', names: [] };

  async collect(session: DebugSession, title: string, ui: Ui, layout: Layout): Promise<View> {
    const seen = (pane: Pane) => areaOf(layout, pane) !== undefined;
    const old = this.#last;
    const { status } = session;
    const height = areaOf(layout, 'events')?.height ?? 0;
    if (seen('events')) await this.events.refresh(session, height);
    const view: View = {
      title,
      status,
      runs: [...session.core.tree.keys()],
      chart:
        seen('price') || seen('equity') || old === null ? await this.#chart(session, ui, layout) : old.chart,
      events: this.events.data(streamLength(session)),
      tree: seen('state') ? await stateTree(session, ui.expanded) : (old?.tree ?? []),
      watches: seen('watch') ? session.displays.values() : (old?.watches ?? []),
      stops: session.stops.list().length,
      why: seen('why')
        ? this.#why.read(session, { of: ui.whyOf, whynot: ui.whynot })
        : (old?.why ?? { title: '', lines: [] }),
      calls: session.history.map(({ call, text }) => call ?? `// ${text}`),
      focus: session.focus,
    };
    this.#last = view;
    return view;
  }

  async #chart(session: DebugSession, ui: Ui, layout: Layout): Promise<ChartData> {
    const area = areaOf(layout, 'price') ?? areaOf(layout, 'equity');
    const columns = area?.width ?? 80;
    const { focus, name } = session;
    const key = JSON.stringify([name, focus]);
    const last = lastDone(session);
    const crowd = ZOOMS[ui.zoom].barsPerColumn;
    const to = Math.max(Math.min(last, 1), last - ui.pan);
    // Bars of the first column are all there, or it would look as if prices had changed.
    const from = Math.max(1, Math.floor((to - barsIn(columns, ui.zoom)) / crowd) * crowd + 1);
    const indicators = this.#indicatorNames(session, key);
    const wanted = [...PRICES, ...ACCOUNT, ...indicators];
    const { columns: read, time } = await this.#columns.stretch(session, key, wanted, from, to);
    const now = to === last ? valuesInBar(session, wanted) : null;
    const column = (path: string) => (now === null ? read[path] : appended(read[path], now[path]));
    const openTimes = column('bar.open_time');
    const end = to + (session.position.event === null ? 0 : 1);
    return {
      first: from,
      symbol: focus.symbol,
      times: openTimes.length > 0 ? openTimes : time,
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      equity: column('equity'),
      drawdown: column('drawdown'),
      units: column('portfolio.position.units'),
      indicators: indicators.map((path) => ({
        name: path.slice(path.indexOf('.') + 1),
        values: column(path),
      })),
      marks: await this.#marks.between(session, key, from, Math.max(from, ui.pan > 0 ? to : end)),
      levels: ui.pan > 0 ? [] : waitingLevels(session),
      bars: session.bars,
    };
  }

  /** What the strategy in focus reads, by its own words. */
  #indicatorNames(session: DebugSession, key: string): readonly string[] {
    if (this.#indicators.key === key) return this.#indicators.names;
    const { strategy } = session.focus;
    let names: string[] = [];
    try {
      names = session
        .ls(`strategy_${strategy}.values`)
        .names.slice(0, MOST_INDICATORS)
        .map(({ name }) => `strategy.${name}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    this.#indicators = { key, names };
    return names;
  }
}

/** Events published up to the cursor: containers number theirs. */
function streamLength({ containers }: DebugSession): number {
  let total = 0;
  for (const { bus } of containers) total += bus.sequence;
  return total;
}

/** Values of the bar that the cursor is inside, once it has been published; null before, and at its end. */
function valuesInBar(session: DebugSession, paths: readonly string[]): Record<string, number> | null {
  if (session.event === null) return null;
  const read = (path: string) => {
    const value = session.print(LONG[path] ?? path).value;
    return typeof value === 'number' ? value : Number.NaN;
  };
  if (read('bar.time') !== session.time) return null;
  return Object.fromEntries(paths.map((path) => [path, read(path)]));
}

const LONG: Readonly<Record<string, string>> = {
  open: 'bar.open',
  high: 'bar.high',
  low: 'bar.low',
  close: 'bar.close',
  equity: 'portfolio.equity',
  drawdown: 'portfolio.drawdown',
};

function appended(column: Float64Array, value: number): Float64Array {
  const longer = new Float64Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}

function waitingLevels(session: DebugSession): ChartData['levels'] {
  const { portfolio, symbol } = session.focus;
  const { value } = session.print(`execution_${portfolio}.waiting`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([name, order]) => {
    if (order.symbol !== symbol || typeof order.price !== 'number') return [];
    const number = name.replace(/^order_/, '#');
    return [
      {
        name: `${typeof order.orderType === 'string' ? order.orderType : 'order'} ${number}`,
        price: order.price,
        from: Number(order.decidedAtBar),
      },
    ];
  });
}
