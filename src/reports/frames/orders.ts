import type { EventColumns } from './event-columns.ts';
import { Table } from './table.ts';

/** Events of orders, by what happened. */
export interface OrderEvents {
  readonly placed: EventColumns;
  readonly filled: EventColumns;
  readonly cancelled: EventColumns;
  readonly expired: EventColumns;
  readonly refused: EventColumns;
}

interface Fate {
  readonly status: string;
  readonly code: string;
  readonly reason: string;
  readonly bar: number;
}

/** Orders with what became of each: `filled`, `cancelled`, `expired`, `open`; and those that were refused, `rejected`, by their own events. */
export function ordersTable({ placed, filled, cancelled, expired, refused }: OrderEvents): Table {
  const fates = new Map<string, Fate>();
  const keyOf = (rows: EventColumns, row: number) => `${rows.owners[row]}/${rows.number('orderNumber')[row]}`;
  const end = (rows: EventColumns, status: string) => {
    const owners = rows.owners;
    const numbers = rows.number('orderNumber');
    const [codes, reasons] = [rows.text('code'), rows.text('reason')];
    for (let row = 0; row < rows.length; row++) {
      fates.set(`${owners[row]}/${numbers[row]}`, {
        status,
        code: codes[row],
        reason: reasons[row],
        bar: rows.table.bar[row],
      });
    }
  };
  end(cancelled, 'cancelled');
  end(expired, 'expired');
  end(filled, 'filled');
  const rows = [
    ...Array.from({ length: placed.length }, (_, row) => ({
      from: placed,
      row,
      fate: fates.get(keyOf(placed, row)),
    })),
    ...Array.from({ length: refused.length }, (_, row) => ({
      from: refused,
      row,
      fate: {
        status: 'rejected',
        code: refused.text('code')[row],
        reason: refused.text('reason')[row],
        bar: refused.table.bar[row],
      },
    })),
  ].sort((a, b) => a.from.table.bar[a.row] - b.from.table.bar[b.row]);
  const text = (field: string) => rows.map(({ from, row }) => from.text(field)[row]);
  const number = (field: string) => Float64Array.from(rows, ({ from, row }) => from.number(field)[row]);
  return new Table({
    time: Float64Array.from(rows, ({ from, row }) => from.table.time[row]),
    columns: {
      order: rows.map(({ from, row }) => from.table.id[row]),
      portfolio: rows.map(({ from, row }) => from.owners[row]),
      strategy: text('strategyId'),
      symbol: text('symbol'),
      units: number('units'),
      order_type: text('orderType'),
      price: number('price'),
      time_in_force: text('timeInForce'),
      decision_price: number('decisionPrice'),
      status: rows.map(({ fate }) => fate?.status ?? 'open'),
      code: rows.map(({ fate }) => fate?.code ?? ''),
      reason: rows.map(({ fate }) => fate?.reason ?? ''),
      bar: Float64Array.from(rows, ({ from, row }) => from.table.bar[row]),
      end_bar: Float64Array.from(rows, ({ fate }) => fate?.bar ?? Number.NaN),
    },
  });
}
