import type { Excursion } from '../analytics/excursion.ts';
import type { FillLineage, TradeLineage } from '../tracing/trade-lineage.ts';

/** A closed trade as result files hold it: what happened, and why, with the ids of the events it comes from. */
export function tradeRecord(trade: TradeLineage, excursion: Excursion): Record<string, unknown> {
  const { payload, id } = trade.close;
  return {
    trade: payload.tradeNumber,
    event: id,
    symbol: payload.symbol,
    direction: payload.direction,
    quantity: payload.quantity,
    entry_time: new Date(payload.entryTime).toISOString(),
    exit_time: new Date(payload.exitTime).toISOString(),
    entry_price: payload.entryPrice,
    exit_price: payload.exitPrice,
    gross_pnl: payload.grossPnl,
    costs: payload.costs,
    pnl: payload.pnl,
    bars_held: payload.barsHeld,
    mae: excursion.mae,
    mfe: excursion.mfe,
    mae_money: excursion.maeMoney,
    mfe_money: excursion.mfeMoney,
    fills: trade.fills.map(fillRecord),
  };
}

function fillRecord({ fill, order: { signal, request, order } }: FillLineage): Record<string, unknown> {
  const { payload } = fill;
  return {
    fill: fill.id,
    units: payload.units,
    price: payload.fillPrice,
    reference_price: payload.referencePrice,
    rule: payload.rule,
    bar: payload.index,
    time: new Date(fill.timestamp).toISOString(),
    slippage: payload.slippage,
    commission: payload.commission,
    order: order?.id ?? null,
    request: request.id,
    sizing: request.payload.sizing,
    signal:
      signal === null
        ? null
        : {
            id: signal.id,
            strategy: signal.payload.strategyId,
            action: signal.payload.action,
            reason: signal.payload.reason,
            conditions: signal.payload.conditions,
            values: signal.payload.values,
            bar: signal.payload.index,
            close: signal.payload.price,
            caused_by: signal.causationId,
          },
  };
}

/** What an order was given for that no signal led to, by the rule of its size. */
export function withoutSignal(rule: string): string {
  if (rule === 'close_at_end') return 'the run closed its positions';
  if (rule === 'split') return 'the order was given anew when the shares were split';
  return rule.replaceAll('_', ' ');
}

/** Why a fill happened, in one line; bars count from 1, as in their ids: the rule that filled it, the strategy that wanted it, what it read, and when. */
export function whyLine({ fill, order: { signal, request } }: FillLineage): string {
  const { payload } = fill;
  const side = payload.units > 0 ? 'bought' : 'sold';
  const what = `${side} ${Math.abs(payload.units)} ${payload.symbol} at ${payload.fillPrice.toFixed(2)}`;
  if (signal === null) return `${what}: ${withoutSignal(request.payload.sizing.rule)}`;
  const { strategyId, action, reason, index } = signal.payload;
  return `${what} (${payload.rule} of bar ${payload.index + 1}): ${strategyId} said ${action} at bar ${index + 1}, ${reason}`;
}
