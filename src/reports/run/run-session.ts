import type { DataFrame } from 'danfojs-node';
import {
  DebugSession,
  type Loaded,
  loadDebugSession,
  openDebugSession,
} from '../../debugger/debug-session.ts';
import type { LoadOptions } from '../../debugger/keep/session-file.ts';
import type { OpenOptions } from '../../debugger/open-session.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';
import type { Figure } from '../figures/figure.ts';
import { SessionTables } from '../frames/session-tables.ts';
import type { Table } from '../frames/table.ts';
import type { TableOptions } from '../frames/tables.ts';
import type { FigureOptions } from './figure-options.ts';
import type { RunFigureName } from './run-figures.ts';
import { RunReport } from './run-report.ts';
import { type SessionWidget, type WidgetOptions, widgetOf } from './session-widget.ts';

/** What `open` gives: a session whose run can be had as frames and looked at as figures, up to the cursor. */
export class RunSession extends DebugSession {
  #report: RunReport | undefined;

  /** Tables, frames and figures up to the cursor. */
  get report(): RunReport {
    this.#report ??= new RunReport(new SessionTables(this));
    return this.#report;
  }

  /**
   * A Danfo frame of columns by their names, a row a bar: `frame('bars', 'sma_20', 'signal', 'equity')`; of any expression,
   * `frame('bar.high - bar.low')`; or of `trades`, `orders`, `fills`, `signals`, `events`, `metrics`. The last argument may say
   * of which portfolio, strategy and symbol, and of which bars.
   *
   * @throws UserError with the nearest name.
   */
  frame(...names: readonly (string | TableOptions)[]): Promise<DataFrame> {
    return this.report.frame(...names);
  }

  /** The same as plain columns, which Arrow, CSV and Parquet are made of. */
  table(...names: readonly (string | TableOptions)[]): Promise<Table> {
    return this.report.table(...names);
  }

  /** Closed trades as a Danfo frame. */
  trades(options?: TableOptions): Promise<DataFrame> {
    return this.report.trades(options);
  }

  /** Orders with what became of each, as a Danfo frame. */
  orders(options?: TableOptions): Promise<DataFrame> {
    return this.report.orders(options);
  }

  /** Fills as a Danfo frame. */
  fills(options?: TableOptions): Promise<DataFrame> {
    return this.report.fills(options);
  }

  /** All metrics of all portfolios as a Danfo frame. */
  metrics(): Promise<DataFrame> {
    return this.report.metrics();
  }

  /** A picture of the run by its name: `price`, `equity`, `drawdown`, `monthly`, `trades` … @throws UserError with the nearest name. */
  figure(name: RunFigureName | (string & {}), options?: FigureOptions): Promise<Figure> {
    return this.report.figure(name, options);
  }

  /**
   * A widget to walk through the run with the mouse and by keys, in a notebook; cells move the same session.
   *
   * @throws UserError outside of a notebook, and for an option that there is not.
   */
  widget(options?: WidgetOptions): SessionWidget {
    return widgetOf(this, options);
  }

  /** Lines of series over time: `plot('close', 'sma_20', 'equity')`. */
  plot(...names: readonly (string | TableOptions)[]): Promise<Figure> {
    return this.report.plot(...names);
  }
}

/**
 * Opens a session at the first bar of a run.
 *
 * @param workflow the path of a YAML file, a configuration as an object, or a run that `prepare` gave.
 * @throws UserError or UserErrors for mistakes in the input.
 */
export async function openSession(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions = {},
): Promise<RunSession> {
  return announced(await openDebugSession(workflow, options, RunSession));
}

/**
 * Opens a session that `save` wrote, with its forks, cursors, marks, stops, pinned expressions and history.
 *
 * @throws UserError for a file that is not a session, or one of a run that is not the same any more: it says what differs.
 */
export async function loadSession(path: string, options: LoadOptions = {}): Promise<Loaded<RunSession>> {
  const loaded = await loadDebugSession(path, options, RunSession);
  announced(loaded.session);
  return loaded;
}

const OPENED: unique symbol = Symbol.for('admf.opened') as never;

/**
 * Tells whoever set `globalThis[Symbol.for('admf.opened')]` that there is a session: a notebook, whose magics work on the
 * last one.
 */
function announced(session: RunSession): RunSession {
  (globalThis as { [OPENED]?: (session: RunSession) => void })[OPENED]?.(session);
  return session;
}
