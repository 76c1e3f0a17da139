import { Charts, type DebugSession, EventWindow, stateTree, WhyView } from '../../src/index.ts';
import { areaOf, type Layout } from '../model/layout.ts';
import type { Pane } from '../model/panes.ts';
import type { Ui } from '../model/ui.ts';
import { barsIn, ZOOMS } from '../model/zoom.ts';
import type { View } from './view.ts';

/** Reads from a session what the screen shows, and only that: panes that are not seen cost nothing. */
export class Collector {
  readonly events = new EventWindow();
  readonly #charts = new Charts();
  readonly #why = new WhyView();
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
    if (seen('events')) await this.events.refresh(session, areaOf(layout, 'events')?.height ?? 1, signal);
    const view: View = {
      title,
      status: session.status,
      runs: [...session.core.tree.keys()],
      chart:
        chart === undefined && old !== null
          ? old.chart
          : await this.#charts.read(
              session,
              {
                bars: barsIn(chart?.width ?? layout.size.columns, ui.zoom),
                step: ZOOMS[ui.zoom].barsPerColumn,
                pan: ui.pan,
              },
              signal,
            ),
      events: this.events.data(),
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
}
