import type { DebugSession } from '../debug-session.ts';

/** Brings the portfolio, strategy and symbol of the event at the cursor into focus, so that the charts show what it is about. */
export function followEvent(session: DebugSession): void {
  const { event, focus } = session;
  if (event === null) return;
  const { strategyId, symbol } = event.payload as {
    readonly strategyId?: unknown;
    readonly symbol?: unknown;
  };
  const portfolio = /^(?:portfolio|execution)_(.+)$/.exec(event.containerId)?.[1] ?? focus.portfolio;
  const { spec } = session.core.branch.prepared;
  const strategies = spec.strategies.map(({ id }) => id);
  const next = {
    portfolio: spec.portfolios.some(({ id }) => id === portfolio) ? portfolio : focus.portfolio,
    strategy: strategies.find((id) => id === strategyId) ?? focus.strategy,
    symbol: typeof symbol === 'string' ? symbol : focus.symbol,
  };
  const isSame = Object.entries(next).every(([what, name]) => focus[what as keyof typeof focus] === name);
  if (!isSame) session.focus = next;
}
