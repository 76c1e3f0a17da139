import { formatNumber } from '../../analytics/format.ts';
import { timeText } from '../../tracing/event-text.ts';
import { alignedRows } from '../look/where.ts';
import { valueText } from '../motions/settle.ts';
import { type Logged, type LogOptions, logValues } from '../stops/logged.ts';
import type { Predicate, StopInfo } from '../stops/stop.ts';
import { type StopOptions, type Stops, stopsOf } from '../stops/stops.ts';
import { Forking } from './forking.ts';
import { type Shown, shown } from './shown.ts';

/** Nobody reads more of them; all are in the data. */
const MOST_ROWS = 200;

/** Places at which motions stop by themselves. A stop is called by its number. */
export class Stopping extends Forking {
  /** All stops of the session. */
  get stops(): Stops {
    return stopsOf(this.core);
  }

  /**
   * Stops where a predicate is true: `portfolio.equity < 95000` at the end of each bar, `event.pnl < 0` at each event that has
   * such a field, `FILL`, `FILL if event.units < 0`, `portfolio_*:ORDER*` at these events; or a function of the run at one
   * moment.
   *
   * @throws UserError with the column of a mistake, or the nearest name; nothing is set then.
   */
  break(predicate: Predicate, options?: StopOptions): Shown<StopInfo> {
    return told(this.stops.break(predicate, options));
  }

  /** The same, deleted when it stops. */
  tbreak(predicate: Predicate, options?: StopOptions): Shown<StopInfo> {
    return told(this.stops.break(predicate, { ...options, temporary: true }));
  }

  /** Stops at the end of a bar in which a value has changed: `portfolio.position.units`. */
  watch(path: string, options?: Omit<StopOptions, 'on'>): Shown<StopInfo> {
    return told(this.stops.watch(path, options));
  }

  /** Stops at each event of a type: `FILL`, `portfolio_main:ORDER_REJECTED`, `*REJECTED`. */
  catch(events: string, options?: Omit<StopOptions, 'on'>): Shown<StopInfo> {
    // oxlint-disable-next-line promise/valid-params -- it catches events
    return told(this.stops.catch(events, options));
  }

  /**
   * A log point put in after the fact: the values of an expression from the start of the run up to the cursor. Nothing stays
   * set.
   *
   * @param on `bar`, for the end of each bar, or events: `FILL`, `portfolio_*:ORDER*`. There the values are those before
   *   anybody acted on the event.
   * @throws UserError with the column of a mistake, or the nearest name.
   */
  async log(value: string, on = 'bar', options?: LogOptions): Promise<Shown<Logged>> {
    return this.shown(await logValues(this.core, value, on, options), logLines);
  }

  /** Sets what is asked besides; nothing without one. */
  condition(id: number, condition?: Predicate): Shown<StopInfo> {
    return told(this.stops.condition(id, condition ?? null));
  }

  /** Lets the next `count` hits pass. */
  ignore(id: number, count: number): Shown<StopInfo> {
    return told(this.stops.ignore(id, count));
  }

  enable(id: number): Shown<StopInfo> {
    return told(this.stops.enable(id));
  }

  disable(id: number): Shown<StopInfo> {
    return told(this.stops.enable(id, false));
  }

  /** Deletes a stop; all of them without a number. */
  delete(id?: number): Shown<readonly StopInfo[]> {
    const { stops } = this;
    const gone = id === undefined ? stops.list() : [stops.get(id)];
    return this.shown(
      gone.map((stop) => stops.delete(stop.id)),
      (deleted) => (deleted.length === 0 ? 'no stops are set' : `deleted:\n${stopsText(deleted)}`),
    );
  }

  protected override handOn(fork: this): void {
    super.handOn(fork);
    fork.stops.takeOver(this.stops);
  }

  /** All stops with how often they were met. */
  info(): Shown<readonly StopInfo[]> {
    return this.shown(this.stops.list(), (all) => (all.length === 0 ? 'no stops are set' : stopsText(all)));
  }
}

/** `bar 412  2001-08-24  execution_main/fill-12  95.36`, a line each; of many, the last ones. */
function logLines({ rows, complete }: Logged): string {
  if (rows.length === 0) return complete ? 'no values' : 'interrupted';
  const left = rows.length - MOST_ROWS;
  const lines = rows
    .slice(-MOST_ROWS)
    .map(({ bar, time, eventId, value }) => [
      `bar ${bar}`,
      timeText(time),
      ...(eventId === null ? [] : [eventId]),
      valueText(value),
    ]);
  return [
    ...(left > 0 ? [`… ${formatNumber(left, 0)} more before; the last ${MOST_ROWS}:`] : []),
    alignedRows(lines).trimEnd(),
    ...(complete ? [] : ['interrupted']),
  ].join('\n');
}

function told(stop: StopInfo): Shown<StopInfo> {
  return shown(stop, (one) => stopsText([one]));
}

/** `1  break  FILL if event.units < 0  (2 hits)`, a line each, columns beneath one another. */
function stopsText(stops: readonly StopInfo[]): string {
  const width = Math.max(...stops.map(({ id }) => String(id).length));
  return stops
    .map((stop) => `${String(stop.id).padStart(width)}  ${stop.kind.padEnd(5)}  ${stop.text}${remarks(stop)}`)
    .join('\n');
}

function remarks({ condition, enabled, temporary, ignore, hits, text }: StopInfo): string {
  const said = [
    condition === null || text.includes(` if ${condition}`) ? '' : `if ${condition}`,
    enabled ? '' : 'disabled',
    temporary ? 'once' : '',
    ignore === 0 ? '' : `the next ${ignore} pass`,
    hits === 0 ? '' : `${hits} ${hits === 1 ? 'hit' : 'hits'}`,
  ].filter((part) => part !== '');
  return said.length === 0 ? '' : `  (${said.join(', ')})`;
}
