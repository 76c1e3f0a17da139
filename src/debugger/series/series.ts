import { UserError } from '../../foundation/user-error.ts';
import { isTrue, type Value } from '../../tracing/expression/value.ts';
import { userCodePlace } from '../../workflows/user-code.ts';
import { compileRunExpression } from '../names/bind-name.ts';
import type { Focus } from '../names/scope.ts';
import { bindRunText } from '../names/signed-names.ts';
import type { Session } from '../session.ts';
import { Columns } from './columns.ts';
import { Pace } from './pace.ts';
import { stretchesOf } from './stretches.ts';

/** Over which bars a series is taken. */
export interface SeriesOptions {
  /** First and last bar; by default the first of the run and the last that is done at the cursor. */
  readonly from?: number;
  readonly to?: number;
  readonly signal?: AbortSignal;
}

/** The same, and whose names the expressions mean. */
export interface FocusedSeriesOptions extends SeriesOptions {
  /** What `portfolio`, `strategy` and `bar` mean; what is left out is as in the session. */
  readonly focus?: Partial<Focus>;
}

/** Values at the end of each bar, in arrays of one length that nobody else holds. */
export interface SeriesTable {
  /** From 1. */
  readonly bar: Int32Array;
  /** When the bar became known, UTC milliseconds. */
  readonly time: Float64Array;
  /** By the text that asked for it. NaN where a value is missing, or is text; true is 1 and false 0. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** Names for what is plotted most. */
const SHORT: Readonly<Record<string, string>> = {
  open: 'bar.open',
  high: 'bar.high',
  low: 'bar.low',
  close: 'bar.close',
  volume: 'bar.volume',
  equity: 'portfolio.equity',
  drawdown: 'portfolio.drawdown',
};

/**
 * Time series of a run up to the cursor: `close`, `equity`, `drawdown`, `features.sma_20`, `strategy.fast`, or any other
 * expression, `portfolio_a.equity - portfolio_b.equity`.
 *
 * @throws UserError for a bar after the cursor, with the place of the call; for a mistake in an expression, with its column; the
 *   reason of the signal when it is aborted.
 */
export async function series(
  session: Session,
  expressions: readonly string[],
  options: FocusedSeriesOptions = {},
): Promise<SeriesTable> {
  const [first, last] = windowOf(session, options, new Error());
  const focus = session.checkedFocus(options.focus);
  refuseEvents(session, expressions, focus);
  const texts = expressions.map((text) => ({ text, path: pathOf(text) }));
  const rows = Math.max(0, last - first + 1);
  const columns = texts.map(() => new Float64Array(rows));
  const bars = new Int32Array(rows);
  const time = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    bars[row] = first + row;
    time[row] = session.timeOf(first + row);
  }
  const pace = new Pace();
  for (const { branch, from, to } of stretchesOf(session.branch, first - 1, last)) {
    const block = new Columns(branch.recording, focus);
    const values = texts.map(({ path }) =>
      bindRunText(path, branch.recording.engine.topology, (steps) => block.reader(steps)),
    );
    for (let at = from; at < to; ) {
      options.signal?.throwIfAborted();
      const end = pace.begin(at, to);
      const row = at + 1 - first;
      block.fill(at, end);
      const asked = columns.flatMap((column, i) => {
        const written = block.written(texts[i].path, end - at);
        if (written === null) return [{ column, evaluate: values[i].evaluate }];
        column.set(written, row);
        return [];
      });
      if (asked.length > 0) {
        block.each(at, end, (bar) => {
          for (const { column, evaluate } of asked) column[bar - first] = numberOf(evaluate(null));
          return false;
        });
      }
      at = end;
      await pace.end();
    }
  }
  return { bar: bars, time, columns: Object.fromEntries(texts.map(({ text }, i) => [text, columns[i]])) };
}

/** @throws UserError for an expression that reads an event, and for a mistake in one. */
export function refuseEvents(
  session: Session,
  expressions: readonly string[],
  focus: Focus = session.focus,
): void {
  const { topology } = session.engine;
  for (const text of expressions) {
    if (!compileRunExpression(pathOf(text), topology, focus, 'series').readsEvent) continue;
    throw new UserError(`series: "${text}" reads an event`, {
      code: 'no_event',
      hint: 'eventSeries reads those',
    });
  }
}

/** The expression that a short name stands for: `portfolio.equity` for `equity`. */
export function pathOf(text: string): string {
  return Object.hasOwn(SHORT, text) ? SHORT[text] : text;
}

/** First and last bar that are asked for. @param call made where the user's call came in, for its stack. */
export function windowOf(
  session: Session,
  { from = 1, to }: SeriesOptions,
  call: Error,
  partly = false,
): readonly [number, number] {
  const { bar, event } = session.position;
  const done = event === null || partly ? bar : bar - 1;
  const last = to ?? done;
  if (![from, last].every((one) => Number.isInteger(one)) || from < 1) {
    throw new UserError(`bars ${from} to ${last} are no window`, {
      code: 'bad_window',
      hint: `bars are whole numbers from 1`,
      ...userCodePlace(call, (path) => path),
    });
  }
  const beyond = Math.max(from, last);
  if (beyond <= done || last < from) return [from, last];
  const inside =
    bar === beyond ? `is not done at the cursor` : `lies after the cursor, which is at bar ${bar}`;
  throw new UserError(`bar ${beyond} ${inside}`, {
    code: 'in_the_future',
    hint: `go there first: goto ${beyond}`,
    ...userCodePlace(call, (path) => path),
  });
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(isTrue(value)) : Number.NaN;
}
