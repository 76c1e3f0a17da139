import {
  type ChartData,
  Charts,
  type DebugSession,
  EventWindow,
  stateTree,
  WhyView,
} from '../../src/index.ts';
import { areaOf, type Layout } from '../model/layout.ts';
import type { Pane } from '../model/panes.ts';
import type { Ui } from '../model/ui.ts';
import { barsIn, ZOOMS } from '../model/zoom.ts';
import { Kept } from './kept.ts';
import type { View } from './view.ts';

/**
 * Reads from a session what the screen shows, and only that: panes that are not seen cost nothing, and what cannot have changed
 * since it was read is the same object again.
 */
export class Collector {
  readonly events = new EventWindow();
  readonly #charts = new Charts();
  readonly #why = new WhyView();
  readonly #chart = new Kept<ChartData>();
  readonly #tree = new Kept<View['tree']>();
  readonly #watches = new Kept<View['watches']>();
  readonly #calls = new Kept<View['calls']>();
  #last: View | null = null;

  /** @param signal ends what takes long; the rest is shown. */
  async collect(
    session: DebugSession,
    title: string,
    ui: Ui,
    layout: Layout,
    signal?: AbortSignal,
  ): Promise<View> {
    const seen = (pane: Pane) => areaOf(layout, pane) !== undefined;
    const old = this.#last;
    const chart = areaOf(layout, 'price') ?? areaOf(layout, 'equity');
    const { position, focus, displays, history } = session;
    // Of a run, everything is told by where the cursor stands and whom it looks at.
    const place = [session, position.bar, position.event, focus.portfolio, focus.strategy, focus.symbol];
    if (seen('events')) await this.events.refresh(session, areaOf(layout, 'events')?.height ?? 1, signal);
    const view: View = {
      title,
      status: session.status,
      runs: [...session.core.tree.keys()],
      chart:
        chart === undefined && old !== null
          ? old.chart
          : await this.#chartOf(session, place, chart?.width ?? layout.size.columns, ui, signal),
      events: this.events.data(),
      tree: seen('state')
        ? await this.#tree.read([...place, ui.expanded], () => stateTree(session, ui.expanded))
        : (old?.tree ?? []),
      watches: seen('watch')
        ? await this.#watches.read([...place, ...displays.numbers], () => displays.values())
        : (old?.watches ?? []),
      stops: session.stops.list().length,
      why: seen('why')
        ? this.#why.read(session, { of: ui.whyOf, whynot: ui.whynot })
        : (old?.why ?? { title: '', lines: [] }),
      calls: await this.#calls.read([history, history.length], () =>
        history.map(({ call, text }) => call ?? `// ${text}`),
      ),
      focus,
    };
    this.#last = view;
    return view;
  }

  async #chartOf(
    session: DebugSession,
    place: readonly unknown[],
    columns: number,
    { zoom, pan }: Ui,
    signal: AbortSignal | undefined,
  ): Promise<ChartData> {
    const key = [...place, columns, zoom, pan];
    const chart = await this.#chart.read(key, () =>
      this.#charts.read(
        session,
        { bars: barsIn(columns, zoom), step: ZOOMS[zoom].barsPerColumn, pan },
        signal,
      ),
    );
    // What was interrupted is not all.
    if (signal?.aborted === true) this.#chart.forget();
    return chart;
  }
}
