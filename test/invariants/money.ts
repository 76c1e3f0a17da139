import type { PlainFill, PlainFinancing, PlainInput, PlainResult } from '../oracle/plain.ts';

function multiplierOf(input: PlainInput, symbol: string): number {
  return input.instruments?.[symbol]?.multiplier ?? 1;
}

/** Equal but for the order of additions. */
function near(a: number, b: number, absolute = 1e-9): boolean {
  return Math.abs(a - b) <= absolute + 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function startCash(input: PlainInput, result: PlainResult): number {
  return input.portfolios.find(({ id }) => id === result.portfolio)!.cash;
}

/** What a fill moves in cash, both parts rounded to millionths. */
function cashMovement(input: PlainInput, fill: PlainFill): number {
  const value = -fill.units * fill.price * multiplierOf(input, fill.symbol);
  return Math.round(value * 1e6) / 1e6 - fill.commission;
}

/** What interest and borrowing moved in cash. */
function financed({ interest, borrowCost, marginInterest }: PlainFinancing): number {
  return interest - borrowCost - marginInterest;
}

/** Initial cash and the movements of the fills so far give the cash after every fill and at every slice. */
export function cashReconciles(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  let cash = startCash(input, result);
  let next = 0;
  for (const row of result.equity) {
    // It comes before the fills of its slice.
    for (const booked of result.financing) {
      if (booked.slice === row.slice) cash += financed(booked);
    }
    for (; next < result.fills.length && result.fills[next].slice <= row.slice; next += 1) {
      const fill = result.fills[next];
      cash += cashMovement(input, fill);
      if (!near(fill.cashAfter, cash)) {
        broken.push(`after order ${fill.order} cash is ${fill.cashAfter}, expected ${cash}`);
      }
      if (fill.commission < 0) broken.push(`commission of order ${fill.order} is ${fill.commission}`);
    }
    if (!near(row.cash, cash)) broken.push(`at slice ${row.slice} cash is ${row.cash}, expected ${cash}`);
  }
  if (next < result.fills.length) broken.push(`${result.fills.length - next} fills after the last slice`);
  return broken;
}

/** Equity of every slice is its cash plus the units filled so far at the last closes. */
export function equityIsCashAndPositions(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const row of result.equity) {
    const units: { [symbol: string]: number } = {};
    for (const fill of result.fills) {
      if (fill.slice <= row.slice) units[fill.symbol] = (units[fill.symbol] ?? 0) + fill.units;
    }
    let equity = row.cash;
    for (const [symbol, held] of Object.entries(units)) {
      const mark = input.bars[symbol].findLast((bar) => bar.closeTime <= row.time)!.close;
      equity += held * mark * multiplierOf(input, symbol);
    }
    if (!near(row.equity, equity))
      broken.push(`at slice ${row.slice} it is ${row.equity}, expected ${equity}`);
  }
  return broken;
}

/** The commissions of the fills are the costs of round trips and open positions: none is lost, none counted twice. */
export function costsReconcile(_: PlainInput, result: PlainResult): string[] {
  let paid = 0;
  let booked = 0;
  for (const fill of result.fills) paid += fill.commission;
  for (const trip of result.roundTrips) booked += trip.costs;
  for (const position of result.positions) booked += position.costs;
  return near(paid, booked) ? [] : [`fills paid ${paid}, trades carry ${booked}`];
}

/** What round trips and open positions earned, net, is what equity gained. */
export function profitIsEquityGained(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  let profit = 0;
  for (const trip of result.roundTrips) {
    profit += trip.netPnl;
    if (!near(trip.netPnl, trip.realised - trip.costs)) {
      broken.push(`net pnl ${trip.netPnl} is not ${trip.realised} less costs ${trip.costs}`);
    }
  }
  for (const { symbol, units, averagePrice, realised, costs, mark } of result.positions) {
    profit += realised - costs + (mark - averagePrice) * units * multiplierOf(input, symbol);
  }
  for (const booked of result.financing) profit += financed(booked);
  const gained = (result.equity.at(-1)?.equity ?? 0) - startCash(input, result);
  // Each fill's value is rounded to millionths before it reaches cash, pnl is not; equity of hundreds of thousands has
  // last bits of its own.
  const rounding = result.fills.length * 1e-6 + 1e-9 * startCash(input, result);
  if (!near(profit, gained, rounding)) broken.push(`trades earned ${profit}, equity gained ${gained}`);
  return broken;
}
