import type { PlainAction, PlainFill, PlainFinancing, PlainInput, PlainResult } from '../oracle/plain.ts';

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

/** What splits and dividends moved in cash. */
function paid({ cashInLieu, dividendCash }: PlainAction): number {
  return cashInLieu + dividendCash;
}

/** Units of each symbol at the end of a slice, by its fills and splits. */
export function unitsAt(result: PlainResult, slice: number): { [symbol: string]: number } {
  const units: { [symbol: string]: number } = {};
  const moves = [
    ...result.actions.map(({ slice: at, symbol, unitsAfter }) => ({ at, symbol, unitsAfter, filled: 0 })),
    // After the splits of its slice: the sort is stable.
    ...result.fills.map(({ slice: at, symbol, units: filled }) => ({ at, symbol, unitsAfter: null, filled })),
  ].toSorted((a, b) => a.at - b.at);
  for (const { at, symbol, unitsAfter, filled } of moves) {
    if (at <= slice) units[symbol] = unitsAfter ?? (units[symbol] ?? 0) + filled;
  }
  return units;
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
    const actions = result.actions.filter(({ slice }) => slice === row.slice);
    for (; next < result.fills.length && result.fills[next].slice <= row.slice; next += 1) {
      const fill = result.fills[next];
      // Those of a symbol come before its fills, symbol by symbol; what fills at a close comes after all of them.
      while (actions.length > 0 && (actions[0].symbol <= fill.symbol || fill.rule === 'close'))
        cash += paid(actions.shift() as PlainAction);
      cash += cashMovement(input, fill);
      if (!near(fill.cashAfter, cash)) {
        broken.push(`after order ${fill.order} cash is ${fill.cashAfter}, expected ${cash}`);
      }
      if (fill.commission < 0) broken.push(`commission of order ${fill.order} is ${fill.commission}`);
    }
    for (const action of actions) cash += paid(action);
    if (!near(row.cash, cash)) broken.push(`at slice ${row.slice} cash is ${row.cash}, expected ${cash}`);
  }
  if (next < result.fills.length) broken.push(`${result.fills.length - next} fills after the last slice`);
  return broken;
}

/** Equity of every slice is its cash plus the units filled so far at the last closes. */
export function equityIsCashAndPositions(input: PlainInput, result: PlainResult): string[] {
  const broken: string[] = [];
  for (const row of result.equity) {
    let equity = row.cash;
    for (const [symbol, held] of Object.entries(unitsAt(result, row.slice))) {
      const mark = input.bars[symbol].findLast((bar) => bar.closeTime <= row.time)!.close;
      equity += held * mark * multiplierOf(input, symbol);
    }
    if (!near(row.equity, equity))
      broken.push(`at slice ${row.slice} it is ${row.equity}, expected ${equity}`);
  }
  return broken;
}

/** A split makes nobody richer or poorer: what is held and what was paid for fractions is what was held before. */
export function splitsKeepValue(input: PlainInput, result: PlainResult): string[] {
  return result.actions.flatMap(({ symbol, slice, ratio, price, unitsBefore, unitsAfter, cashInLieu }) => {
    if (price === null) return [];
    const multiplier = multiplierOf(input, symbol);
    const [before, after] = [unitsBefore * ratio, unitsAfter].map((units) => units * price * multiplier);
    return near(before, after + cashInLieu, 2e-6)
      ? []
      : [`${symbol} at slice ${slice}: ${before} became ${after} and ${cashInLieu} in cash`];
  });
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
  for (const { dividendCash } of result.actions) profit += dividendCash;
  const gained = (result.equity.at(-1)?.equity ?? 0) - startCash(input, result);
  // Each fill's value is rounded to millionths before it reaches cash, pnl is not; equity of hundreds of thousands has
  // last bits of its own.
  const rounding = (result.fills.length + result.actions.length) * 1e-6 + 1e-9 * startCash(input, result);
  if (!near(profit, gained, rounding)) broken.push(`trades earned ${profit}, equity gained ${gained}`);
  return broken;
}
