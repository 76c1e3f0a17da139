import type { PortfolioNode } from '../../engine/topology.ts';
import type { EventRecord } from '../../events/event.ts';
import { wholeLots } from '../../market/instrument.ts';
import type { PlacedEvent } from '../branch.ts';
import { engineAt } from '../look/side-stage.ts';
import type { Session } from '../session.ts';

/** How a signal became a number of units. Money in the account's currency. */
export interface SizingStep {
  readonly rule: string;
  /** Of the strategy in this portfolio. */
  readonly weight: number;
  /** Share of the full size that the signal asked for. */
  readonly target: number;
  /** What the rule gave, before whole lots. */
  readonly fullUnits: number;
  /** What the strategy held and what the order asks for; signed. */
  readonly heldUnits: number;
  readonly orderUnits: number;
  readonly lotSize: number;
  readonly price: number;
  readonly multiplier: number;
  /** At that moment. */
  readonly equity: number;
  readonly cash: number;
}

export interface RiskStep {
  /** False for an order that only reduces a position, or closes all at the end. */
  readonly checked: boolean;
  /** In the order in which they were tested, up to the one that refused. */
  readonly limits: readonly TestedLimit[];
}

export interface TestedLimit {
  /** `buying_power`; null for a limit that does not tell. */
  readonly code: string | null;
  /** The two sides of the comparison; null where a limit does not tell them. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly passed: boolean;
}

type OrderRequest = EventRecord<'ORDER_REQUEST'>;

/** The size of an ORDER_REQUEST, and the limits it met, as of the moment at which it was made. */
export function orderTerms(
  session: Session,
  { record, position }: PlacedEvent,
): { readonly sizing: SizingStep; readonly risk: RiskStep } {
  const { payload } = record as OrderRequest;
  const { sizing, symbol, units, decisionPrice, decisionIndex, strategyId } = payload;
  const node = portfolioOf(session, record.containerId, position);
  const { ledger, risk } = node;
  const symbolIndex = ledger.instruments.findIndex((one) => one.symbol === symbol);
  const { lotSize, multiplier } = ledger.instruments[symbolIndex];
  const lots = Math.sign(units) * wholeLots(Math.abs(units), lotSize);
  const free = sizing.rule !== node.spec.sizing.type;
  const reviewed = free ? [] : risk.review(symbolIndex, decisionPrice, lots, decisionIndex, record.timestamp);
  return {
    sizing: {
      ...sizing,
      heldUnits: heldBy(node, strategyId, symbol),
      orderUnits: units,
      lotSize,
      price: decisionPrice,
      multiplier,
      cash: ledger.cash,
    },
    risk: {
      checked: reviewed.length > 0,
      limits: reviewed.map(({ measured, passed }) => ({
        code: measured?.code ?? null,
        value: measured?.value ?? null,
        limit: measured?.limit ?? null,
        passed,
      })),
    },
  };
}

/** What a size would have been: for a signal that came to no order. */
export function sizingOfSignal(
  session: Session,
  portfolio: string,
  { record, position }: PlacedEvent,
): SizingStep {
  const { payload } = record as EventRecord<'SIGNAL'>;
  const { symbol, strategyId, price, index, target, action } = payload;
  const node = portfolioOf(session, portfolio, position);
  const { ledger, orders, spec } = node;
  const symbolIndex = ledger.instruments.findIndex((one) => one.symbol === symbol);
  const { lotSize, multiplier } = ledger.instruments[symbolIndex];
  const weight = spec.strategies.find(({ id }) => id === strategyId)?.weight ?? 1;
  const { equity, cash } = ledger;
  const flat = action === 'EXIT';
  return {
    rule: spec.sizing.type,
    weight,
    target: target ?? 1,
    fullUnits: flat ? 0 : orders.fullUnits(strategyId, symbolIndex, index, price),
    heldUnits: heldBy(node, strategyId, symbol),
    orderUnits: 0,
    lotSize,
    price,
    multiplier,
    equity,
    cash,
  };
}

/** A portfolio as it was when an event had just been published. */
function portfolioOf(session: Session, id: string, position: PlacedEvent['position']): PortfolioNode {
  const { portfolios } = engineAt(session, position).topology;
  return portfolios.find(({ container }) => container.id === id) as PortfolioNode;
}

/** Units of one strategy's own part of a position; of all, for what closes all. */
export function heldBy({ orders, ledger }: PortfolioNode, strategyId: string, symbol: string): number {
  const sleeves = orders.inspect().sleeves as { strategy: string; symbol: string; units: number }[];
  const sleeve = sleeves.find((one) => one.strategy === strategyId && one.symbol === symbol);
  if (sleeve !== undefined) return sleeve.units;
  const positions = ledger.inspect().positions as { symbol: string; units: number }[];
  return positions.find((one) => one.symbol === symbol)?.units ?? 0;
}
