import { inspect } from 'node:util';
import {
  Charts,
  type DebugSession,
  EventWindow,
  momentText,
  oscillators,
  overlays,
  shortId,
  stateTree,
  UserError,
  WhyView,
} from '../../src/index.ts';
import type { Chart, EventLine, EventLines, Scene, Why } from './frame.ts';
import { Runs } from './runs.ts';
import type { ChartWindow } from './windows.ts';

/** Rows of events that are sent at once; a front end scrolls in them. */
const EVENT_ROWS = 60;

/** What front ends have chosen to see. */
export interface Seen {
  readonly window: ChartWindow;
  /** Bars that the charts lie back from the cursor. */
  readonly pan: number;
  /** Paths of the state that are open. */
  readonly expanded: ReadonlySet<string>;
  /** Whose cause is shown; null for that of what happened at the cursor. */
  readonly whyOf: string | null;
  /** Whether it is asked instead why nothing happened. */
  readonly whynot: boolean;
}

/** Reads from a session what a widget shows, at a cost of what it shows. */
export class SceneCollector {
  readonly events = new EventWindow();
  readonly #charts = new Charts();
  readonly #why = new WhyView();
  readonly #runs = new Runs();

  /** Cells move the session when they like: what was read of two places is read anew. */
  async collect(session: DebugSession, seen: Seen): Promise<Scene> {
    for (;;) {
      const before = placeOf(session);
      try {
        const scene = await this.#read(session, seen);
        if (placeOf(session) === before) return scene;
      } catch (error) {
        if (placeOf(session) === before) throw error;
      }
    }
  }

  async #read(session: DebugSession, seen: Seen): Promise<Scene> {
    const { focus, position, status } = session;
    const chart = await this.#chart(session, seen);
    await this.events.refresh(session, EVENT_ROWS);
    const { prepared } = session.core.branch;
    const { portfolios, strategies, markets } = prepared.spec;
    return {
      title: prepared.config.name ?? '',
      run: session.name,
      runs: this.#runs.of(session),
      bar: position.bar,
      event: position.event === null ? null : position.event + 1,
      bars: session.bars,
      moment: momentText(status.time),
      status: session.statusLine,
      close: status.close,
      equity: status.equity,
      focus,
      choices: {
        portfolio: portfolios.map(({ id }) => id),
        strategy: strategies.map(({ id }) => id),
        symbol: markets.map(({ series }) => series.symbol),
      },
      chart,
      events: eventLines(this.events),
      tree: await stateTree(session, seen.expanded),
      why: this.#whyOf(session, seen),
      stops: session.stops.list().map(({ id, text, hits }) => ({ id, text, hits })),
      text: inspect(session),
    };
  }

  async #chart(session: DebugSession, { window, pan }: Seen): Promise<Chart> {
    const data = await this.#charts.read(session, { ...window, pan });
    const { bars: _, indicators: __, ...shown } = data;
    return {
      ...shown,
      capacity: Math.ceil(window.bars / window.step),
      isAtCursor: pan === 0,
      overlays: overlays(data),
      oscillators: oscillators(data),
    };
  }

  #whyOf(session: DebugSession, { whyOf: of, whynot }: Seen): Why {
    try {
      const { title, lines } = this.#why.read(session, { of, whynot });
      return { subject: whynot ? '' : title, whynot, lines, html: this.#why.html() };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { subject: of ?? '', whynot, lines: [error.line], html: '' };
    }
  }
}

function placeOf({ position: { bar, event }, focus, name }: DebugSession): string {
  return JSON.stringify([name, bar, event, focus]);
}

function eventLines(window: EventWindow): EventLines {
  const { rows, first, total, isCounted, isFollowing, filter } = window.data();
  return {
    rows: rows.map(
      ({ id, type, position, time, isQuiet, texts }): EventLine => ({
        id,
        name: shortId(id),
        type,
        bar: position.bar,
        moment: momentText(time),
        isQuiet,
        text: texts[0],
      }),
    ),
    first,
    total,
    isCounted,
    isFollowing,
    filter,
  };
}
