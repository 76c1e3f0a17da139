import { ambientSignal } from '../../foundation/ambient-signal.ts';
import { diffHtml } from '../html/comparisons-html.ts';
import { eventsHtml } from '../html/events-html.ts';
import { listingHtml, printedHtml } from '../html/printed-html.ts';
import { type DisplayedValue, displaysText } from '../look/display.ts';
import { type EditCommand, editCommand } from '../look/editor.ts';
import { parseEventFilter } from '../look/event-filter.ts';
import { type EventFilter, type EventList, eventsText, listEvents } from '../look/event-list.ts';
import { EventRows } from '../look/event-rows.ts';
import { type Listing, listingText, listPath, type Printed, printedText, printPath } from '../look/look.ts';
import { listSource, type SourceWindow, sourceText } from '../look/source.ts';
import { diffBars, diffSessions, diffText, type StateDiff } from '../look/state-diff.ts';
import { type CausalFrame, where, whereText } from '../look/where.ts';
import { type EventTable, eventSeries } from '../series/event-series.ts';
import { type FocusedSeriesOptions, type SeriesOptions, type SeriesTable, series } from '../series/series.ts';
import { SeriesView, type SeriesViewOptions } from '../series/series-view.ts';
import { Motions, type Place } from './motions.ts';
import { seriesText } from './series-text.ts';
import type { Shown } from './shown.ts';

/** Looking at a run as of the cursor. What lies after it is an error, not an answer. */
export class Looking extends Motions {
  /**
   * The value at a path of the container tree, with all that stands below it, or of an expression:
   * `portfolio.equity`, `strategy_trend.state`, `bar.close / features.sma_20 - 1`, `event.pnl`.
   *
   * @throws UserError for an unknown name, with the nearest one; with the column of a mistake in an expression.
   */
  print(what: string): Shown<Printed> {
    return this.shown(printPath(this.core, what), printedText, { html: printedHtml });
  }

  /** Names and values one level below a path of the container tree; of the root without. */
  ls(path?: string): Shown<Listing> {
    return this.shown(listPath(this.core, path), listingText, { html: listingHtml });
  }

  /** A whole container: by default that of the event at the cursor, or else the portfolio in focus. */
  inspect(container?: string): Shown<Printed> {
    return this.print(container ?? this.core.event?.containerId ?? `portfolio_${this.focus.portfolio}`);
  }

  /**
   * Pins an expression, which motions then show with what it was at the end of the bar before; all pinned ones without.
   *
   * @throws UserError for a mistake in it, with the column and the nearest name.
   */
  display(expression?: string): Shown<readonly DisplayedValue[]> {
    if (expression === undefined) return this.shown(this.displays.values(), displayed);
    const number = this.displays.add(expression);
    return this.shown(
      this.displays.values().filter((value) => value.number === number),
      displayed,
    );
  }

  /** Removes a pinned expression by its number or its text; all of them without. @throws UserError when there is none. */
  undisplay(which?: number | string): void {
    this.displays.remove(which);
  }

  /** The event at the cursor and what led to it, the latest first; empty at the end of a bar. */
  where(): Shown<readonly CausalFrame[]> {
    const { core } = this;
    return this.shown(where(core), (frames) => whereText(core, frames));
  }

  /**
   * Events up to the cursor: the last 20, or as a filter says.
   *
   * @param filter as an object, or as text: `FILL,POSITION_CLOSE portfolio_* from 100 last 5 where pnl < 0`.
   * @throws UserError for an unknown type or container, a mistake in `where`, bars after the cursor.
   */
  async events(filter: EventFilter | string = {}, signal = ambientSignal()): Promise<Shown<EventList>> {
    const { core } = this;
    const wanted = typeof filter === 'string' ? parseEventFilter(filter) : filter;
    return this.shown(await listEvents(core, wanted, signal), (list) => eventsText(core, list), {
      html: (list) => eventsHtml(core, list),
    });
  }

  /**
   * All events of a kind up to the cursor as a list that is addressed by row, for panes that show a window of it: of millions of
   * rows none is held.
   *
   * @param filter as for `events`, without bars and counts.
   * @throws UserError as `events` does.
   */
  eventRows(filter: EventFilter | string = {}): EventRows {
    return new EventRows(this.core, typeof filter === 'string' ? parseEventFilter(filter) : filter);
  }

  /**
   * What changed between two places, over all containers or below one path of them.
   *
   * @param before the bar before `after` when left out.
   * @param after the cursor when left out.
   * @throws UserError for a place after the cursor.
   */
  async diff(before?: Place, after?: Place, path?: string): Promise<Shown<StateDiff>> {
    const at = async (place: Place | undefined) => (place === undefined ? undefined : this.place(place));
    return this.shown(diffBars(this.core, await at(before), await at(after), path), diffText, {
      html: diffHtml,
    });
  }

  /** How the state differs from that of another session at the end of a bar; of the one that is less far by default. */
  diffTo(other: Looking, bar?: number, path?: string): Shown<StateDiff> {
    return this.shown(diffSessions(this.core, other.core, bar, path), diffText, { html: diffHtml });
  }

  /**
   * Time series for plotting, up to the cursor: `close`, `equity`, `drawdown`, `features.sma_20`, `strategy.fast`, or any
   * other expression, as columns of one length that nobody else holds.
   *
   * @throws UserError for a bar after the cursor, with the place of the call; for a mistake in an expression, with its column.
   */
  async series(expressions: readonly string[], options?: FocusedSeriesOptions): Promise<Shown<SeriesTable>> {
    return this.shown(await series(this.core, expressions, options), seriesText);
  }

  /**
   * The same to be drawn again and again, at a cost of the bars that are shown: `load` a window, then read its `values` or its
   * `buckets`.
   *
   * @param options.keep bytes that values may take up, besides those of the window that was loaded last; all are kept when left out.
   * @throws UserError as `series`.
   */
  seriesView(expressions: readonly string[], options?: SeriesViewOptions): SeriesView {
    return new SeriesView(this.core, expressions, options);
  }

  /**
   * Events for plotting, up to the cursor, as columns: `signals`, `orders`, `fills`, `openings`, `trades` (closed ones),
   * `rejections`, or events as stops name them, `portfolio_main:FILL`.
   *
   * @throws UserError as `series`, and for an unknown type.
   */
  eventSeries(events: string, options?: SeriesOptions): Promise<EventTable> {
    return eventSeries(this.core, events, options);
  }

  /**
   * Source text, with its file, line and column: of what acts on the event at the cursor, or of a strategy, container or
   * component by its name.
   *
   * @throws UserError for what has no source.
   */
  list(what?: string): Shown<SourceWindow> {
    return this.shown(listSource(this.core, what), sourceText);
  }

  /** How to open that source in the user's editor; it is not started. @param env where $VISUAL and $EDITOR stand. */
  edit(what?: string, env: Readonly<Record<string, string | undefined>> = process.env): Shown<EditCommand> {
    return this.shown(editCommand(listSource(this.core, what), env), ({ command, args }) =>
      [command, ...args].map((word) => (/[\s'"]/.test(word) ? JSON.stringify(word) : word)).join(' '),
    );
  }
}

function displayed(values: readonly DisplayedValue[]): string {
  return values.length === 0 ? 'nothing is displayed' : displaysText(values);
}
