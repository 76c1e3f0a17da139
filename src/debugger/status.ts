import { formatNumber } from '../analytics/format.ts';
import type { EventRecord } from '../events/event.ts';
import { htmlLines } from '../foundation/html.ts';
import type { UserError } from '../foundation/user-error.ts';
import { eventText, numberText, timeText } from '../tracing/event-text.ts';
import { failedRun } from '../workflows/failures.ts';
import { type Origin, viewWithOrigin } from '../workflows/origin/origin.ts';
import { originOf } from '../workflows/origin/run-origin.ts';
import { type DisplayedValue, displaysText } from './look/display.ts';
import type { MotionEnd, Moved } from './motions/moved.ts';
import type { Ran, StopHit } from './motions/settle.ts';
import type { Position } from './position.ts';
import type { Session } from './session.ts';

/** Where a session stands, as plain data. */
export interface Status {
  /** `main`, or the name of a fork. */
  readonly branch: string;
  readonly position: Position;
  /** Bars of the whole run. */
  readonly bars: number;
  /** When the bar became known, UTC milliseconds; null before the first. */
  readonly time: number | null;
  /** The event that the cursor stands at; null at the end of a bar. */
  readonly event: EventRecord | null;
  /** Symbol in focus, and the close of its last bar; null before that. */
  readonly symbol: string;
  readonly close: number | null;
  /** Portfolio in focus, and its equity in the account's currency. */
  readonly portfolio: string;
  readonly equity: number;
}

/** What a session shows of where it stands, taken down now. */
export function statusOf(session: Session): Status {
  const { position, bars, time, focus, branch, engine } = session;
  const { symbols, portfolios } = engine.topology;
  const symbol = symbols.find(({ series }) => series.symbol === focus.symbol) ?? symbols[0];
  const portfolio = portfolios.find(({ spec }) => spec.id === focus.portfolio) ?? portfolios[0];
  const last = symbol.bar.sequenceNumber - 1;
  return {
    branch: branch.name,
    position,
    bars,
    time: Number.isNaN(time) ? null : time,
    event: session.event,
    symbol: focus.symbol,
    close: last < 0 ? null : symbol.series.close[last],
    portfolio: focus.portfolio,
    equity: portfolio.ledger.equity,
  };
}

/** `bar 412/5105  2001-08-24  FILL execution_main/fill-3  bought 12 SPX at 1184.93`. */
export function statusText({ branch, position, bars, time, event, symbol, close, equity }: Status): string {
  const parts = [`${branch === 'main' ? '' : `${branch}  `}bar ${position.bar}/${bars}`];
  parts.push(time === null ? 'before the first bar' : timeText(time));
  if (event !== null) parts.push(`${event.type} ${event.id}`, shortText(event));
  else {
    if (close !== null) parts.push(`${symbol} ${numberText(close)}`);
    parts.push(`equity ${formatNumber(equity, 2)}`);
  }
  return parts.join('  ');
}

/** What came of a motion. Written as text it is one line: where the cursor stands, and what there is to say about it. */
export class Motion implements Moved {
  readonly from: Position;
  readonly to: Position;
  readonly end: MotionEnd;
  readonly note: string | null;
  readonly status: Status;
  /** The stops that ended it. */
  readonly stops: readonly StopHit[];
  /** What is pinned, as of there. */
  readonly displays: readonly DisplayedValue[];
  /** Why the run goes no further, with the user's file and line; set where `end` is `failed`. */
  readonly failure: UserError | null;

  readonly #origin: Origin;

  constructor(moved: Moved | Ran, session: Session, displays: readonly DisplayedValue[] = []) {
    const { from, to, end, note } = moved;
    this.from = from;
    this.to = to;
    this.end = end;
    this.note = note;
    this.status = statusOf(session);
    this.stops = 'stops' in moved ? moved.stops : [];
    this.displays = displays;
    this.failure = end === 'failed' ? failureOf(session) : null;
    this.#origin = originOf(session.branch.prepared);
  }

  toString(): string {
    const said = this.note ?? WORDS[this.end](this);
    const line = statusText(this.status);
    const first = said === null ? line : `${line}  (${said})`;
    return this.displays.length === 0 ? first : `${first}\n${displaysText(this.displays).trimEnd()}`;
  }

  toJSON(): Record<string, unknown> {
    const { from, to, end, note, status, stops, displays } = this;
    return {
      from,
      to,
      end,
      note,
      status,
      ...(stops.length === 0 ? {} : { stops }),
      ...(displays.length === 0 ? {} : { displays }),
    };
  }

  /** What Node shows of it at a prompt. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  [Symbol.for('Jupyter.display')](): Readonly<Record<string, string>> {
    return viewWithOrigin(
      { 'text/html': htmlLines(this.toString()), 'text/plain': this.toString() },
      this.#origin,
    );
  }
}

const WORDS: { readonly [E in MotionEnd]: (motion: Moved) => string | null } = {
  arrived: () => null,
  stopped: () => null,
  start: ({ to }) => (to.bar === 0 ? 'the start of the run' : 'none before this one'),
  end: () => 'the end of the run',
  failed: () => 'the run failed here',
  interrupted: () => 'interrupted',
};

/** An event in few words: what stands behind `;` or in brackets can be asked for. */
/** Events whose reason is what there is to know about them. */
const REASONED: readonly string[] = ['ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_EXPIRED'];

function shortText(event: EventRecord): string {
  const text = eventText(event);
  return REASONED.includes(event.type) ? text : text.replace(/(?: \(|;).*$/s, '');
}

function failureOf({ branch }: Session): UserError | null {
  const { failure } = branch.recording;
  if (failure === null) return null;
  return failedRun(failure.error, branch.prepared.config.name, (path) => path);
}
