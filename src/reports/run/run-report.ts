import type { DataFrame } from 'danfojs-node';
import type { EventFilter } from '../../debugger/look/event-list.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { withOrigin } from '../../workflows/origin/origin.ts';
import type { Figure } from '../figures/figure.ts';
import type { Table } from '../frames/table.ts';
import { type RunTables, TABLE_NAMES, type TableName, type TableOptions } from '../frames/tables.ts';
import type { FigureOptions } from './figure-options.ts';
import { RUN_FIGURE_NAMES, RUN_FIGURES, type RunFigureName } from './run-figures.ts';
import { seriesFigure } from './series-figure.ts';

/** Tables, frames and figures of one run. The last argument of each method may say of whom and of which bars. */
export class RunReport {
  readonly tables: RunTables;

  constructor(tables: RunTables) {
    this.tables = tables;
  }

  /**
   * Columns by their names, or one of the tables `trades`, `orders`, `fills`, `signals`, `events`, `metrics`.
   *
   * @throws UserError with the nearest name.
   */
  async table(...names: readonly (string | TableOptions)[]): Promise<Table> {
    const [texts, options] = apart(names);
    if (texts.length === 1 && isTableName(texts[0]))
      return this.#of(await this.#tableNamed(texts[0], options));
    const wrong = texts.find(isTableName);
    if (wrong !== undefined) {
      throw new UserError(`"${wrong}" is a table of its own, and has no row a bar`, {
        code: 'bad_columns',
        hint: `ask for it alone: frame('${wrong}')`,
      });
    }
    return this.#of(await this.tables.series(texts, options));
  }

  /** The same as a Danfo frame. */
  async frame(...names: readonly (string | TableOptions)[]): Promise<DataFrame> {
    return (await this.table(...names)).toDanfo();
  }

  async trades(options?: TableOptions): Promise<DataFrame> {
    return this.#of(await this.tables.trades(options)).toDanfo();
  }

  async orders(options?: TableOptions): Promise<DataFrame> {
    return this.#of(await this.tables.orders(options)).toDanfo();
  }

  async fills(options?: TableOptions): Promise<DataFrame> {
    return this.#of(await this.tables.fills(options)).toDanfo();
  }

  async signals(options?: TableOptions): Promise<DataFrame> {
    return this.#of(await this.tables.signals(options)).toDanfo();
  }

  async events(filter?: EventFilter | string, options?: TableOptions): Promise<DataFrame> {
    return this.#of(await this.tables.events(filter, options)).toDanfo();
  }

  async metrics(): Promise<DataFrame> {
    return this.#of(await this.tables.metrics()).toDanfo();
  }

  /** A picture of the run by its name: `price`, `equity`, `monthly` … @throws UserError with the nearest name. */
  async figure(name: RunFigureName | (string & {}), options: FigureOptions = {}): Promise<Figure> {
    if (Object.hasOwn(RUN_FIGURES, name)) {
      return this.#of(await RUN_FIGURES[name as RunFigureName](this.tables, options));
    }
    throw new UserError(`there is no figure "${name}"`, {
      code: 'unknown_figure',
      hint: nameHint(name, RUN_FIGURE_NAMES),
    });
  }

  /** Lines of series over time: `plot('close', 'sma_20', 'equity')`; those of another size in panes of their own. */
  async plot(...names: readonly (string | TableOptions)[]): Promise<Figure> {
    const [texts, options] = apart(names);
    const wanted = texts.length === 0 ? ['close'] : texts;
    const table = await this.tables.series([...new Set([...wanted, 'bar'])], options);
    return this.#of(seriesFigure(table, wanted));
  }

  /** Notes the run that a result comes from. */
  #of<T extends object>(result: T): T {
    return withOrigin(result, this.tables.origin);
  }

  #tableNamed(name: TableName, options: TableOptions): Promise<Table> {
    if (name === 'events') return this.tables.events({ from: options.from, to: options.to }, options);
    return name === 'metrics' ? this.tables.metrics() : this.tables[name](options);
  }
}

function isTableName(name: string): name is TableName {
  return (TABLE_NAMES as readonly string[]).includes(name);
}

/** Names, and what may stand behind them. */
function apart(names: readonly (string | TableOptions)[]): [string[], TableOptions] {
  const last = names.at(-1);
  const options = typeof last === 'object' ? last : {};
  return [names.filter((name) => typeof name === 'string'), options];
}
