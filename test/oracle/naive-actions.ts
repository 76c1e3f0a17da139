import type { Book, SleeveExits, WaitingOrder } from './naive-ledger.ts';
import { endTrade, positionLots, sleeveLots } from './naive-ledger.ts';
import { instrumentOf, roundMoney, unitsOf, wholeLots } from './naive-money.ts';
import { cancelOrder, keyOf, newOrder, ownOrders, type Place } from './naive-orders.ts';

/** A split or a dividend of the bar takes effect, at its open and before any order meets it. */
export function takeEffect(book: Book, place: Place): void {
  const { symbol, bar, slice, index } = place;
  const { split: ratio = 1, dividend = 0 } = bar;
  // Before its first bar nobody holds anything.
  if (index === 0 || (ratio === 1 && dividend === 0)) return;
  const isConcerned =
    ratio === 1
      ? positionLots(book, symbol) !== 0
      : book.portfolio.strategies.some(
          ({ id }) => sleeveLots(book, id, symbol) !== 0 || ownOrders(book, id, symbol)[0] !== undefined,
        );
  if (!isConcerned) return;

  const { lotSize, multiplier } = instrumentOf(book.input, symbol);
  const unitsBefore = unitsOf(positionLots(book, symbol), lotSize);
  const held = new Map(
    book.portfolio.strategies.map(({ id }) => [
      id,
      splitLots(book, symbol, sleeveLots(book, id, symbol), ratio),
    ]),
  );
  const lots =
    ratio === 1 ? positionLots(book, symbol) : [...held.values()].reduce((sum, one) => sum + one, 0);
  const unitsAfter = unitsOf(lots, lotSize);
  const hasMark = book.marks[symbol] !== undefined;
  if (hasMark) book.marks[symbol] /= ratio;
  const price = hasMark ? book.marks[symbol] : null;
  const cashInLieu = splitTrade(book, place, lots, ratio);
  const dividendCash = roundMoney(unitsAfter * multiplier * dividend);
  book.cash = roundMoney(book.cash + dividendCash);
  book.result.actions.push({
    slice,
    time: bar.openTime,
    symbol,
    ratio,
    dividend,
    unitsBefore,
    unitsAfter,
    price,
    cashInLieu,
    dividendCash,
    cashAfter: book.cash,
  });
  if (ratio !== 1)
    for (const { id } of book.portfolio.strategies) splitSleeve(book, id, place, held.get(id)!, ratio);
}

function splitLots(book: Book, symbol: string, lots: number, ratio: number): number {
  const { lotSize } = instrumentOf(book.input, symbol);
  const whole = wholeLots(unitsOf(Math.abs(lots), lotSize) * ratio, lotSize);
  return lots < 0 ? -whole : whole;
}

/** The round trip goes on in new shares; a fraction is sold (or bought, where lots add up to more) at the mark. */
function splitTrade(book: Book, place: Place, lots: number, ratio: number): number {
  const { symbol, bar, slice, index } = place;
  const trade = book.trades[symbol];
  if (trade === undefined) return 0;
  const { lotSize, multiplier } = instrumentOf(book.input, symbol);
  const price = book.marks[symbol];
  const exact = unitsOf(trade.lots, lotSize) * ratio;
  const after = unitsOf(Math.abs(lots), lotSize);
  trade.lots = Math.abs(lots);
  trade.average /= ratio;
  trade.largestUnits *= ratio;
  trade.addedUnits *= ratio;
  trade.removedUnits *= ratio;
  // Less than a millionth of a lot is rounding.
  const left = Math.abs(exact - after) < 1e-6 * lotSize ? 0 : exact - after;
  if (left > 0) {
    trade.realised += (price - trade.average) * (trade.side * left) * multiplier;
    trade.removedUnits += left;
    trade.removedValue += left * price;
  } else if (left < 0) {
    trade.average = (exact * trade.average + -left * price) / after;
    trade.largestUnits = Math.max(trade.largestUnits, after);
    trade.addedUnits += -left;
    trade.addedValue += -left * price;
  }
  const cash = roundMoney(trade.side * left * price * multiplier);
  book.cash = roundMoney(book.cash + cash);
  if (lots !== 0) return cash;

  endTrade(book, symbol, trade, bar.openTime, index);
  book.result.events.push({ type: 'POSITION_CLOSE', slice, time: bar.openTime, order: 0 });
  return cash;
}

/** What a strategy holds of the symbol, its waiting order and its exits. */
function splitSleeve(book: Book, strategy: string, place: Place, held: number, ratio: number): void {
  const { symbol, slice } = place;
  const before = sleeveLots(book, strategy, symbol);
  const own = ownOrders(book, strategy, symbol)[0];
  const exits = book.exits.get(keyOf(strategy, symbol));
  book.sleeves[strategy][symbol] = held;

  if (own !== undefined) {
    // One that was decided while the bar was under way stays one.
    const time = Math.max(place.bar.openTime, own.order.decidedTime);
    const lots = splitLots(book, symbol, before + own.lots, ratio) - held;
    cancelOrder(book, own, lots === 0 ? 'split_away' : 'split', slice, time);
    if (lots !== 0) giveAnew(book, own, lots, place, time, ratio, 'split');
  }

  if (exits === undefined) return;
  const old = [...exits.children];
  for (const child of old)
    cancelOrder(book, child, held === 0 ? 'closed' : 'split', slice, place.bar.openTime);
  exits.children = [];
  if (held === 0) {
    book.exits.delete(keyOf(strategy, symbol));
    return;
  }
  splitExits(book, exits, place, held, ratio);
  for (const child of old) {
    const again = giveAnew(book, child, -held, place, place.bar.openTime, ratio, child.order.exit!);
    again.liveFrom = place.index;
    if (child.trail !== undefined) {
      const trail = {
        watermark: exits.trail!.base,
        factor: child.trail.factor,
        offset: child.trail.offset / ratio,
      };
      again.trail = trail;
      again.order.price = trail.watermark * trail.factor + trail.offset;
    }
    exits.children.push(again);
  }
}

function splitExits(book: Book, exits: SleeveExits, place: Place, held: number, ratio: number): void {
  exits.average /= ratio;
  for (const name of ['stopLoss', 'takeProfit', 'trailingStop'] as const) {
    if (exits.terms[name] !== undefined) exits.terms[name] /= ratio;
  }
  if (exits.trail === null) return;
  let best = exits.trail.base;
  for (let i = exits.trail.from; i < place.index; i += 1) {
    const bar = book.input.bars[place.symbol][i];
    if (bar.synthetic !== true) best = held > 0 ? Math.max(best, bar.high) : Math.min(best, bar.low);
  }
  exits.trail = { from: place.index, base: best / ratio };
}

/** The same order for new shares, at its price in them. */
function giveAnew(
  book: Book,
  { order: old }: WaitingOrder,
  lots: number,
  place: Place,
  time: number,
  ratio: number,
  exit: string,
): WaitingOrder {
  const { lotSize } = instrumentOf(book.input, place.symbol);
  const order = newOrder(book, old.strategy, { action: 'EXIT' }, { ...place, time });
  Object.assign(order, {
    exit,
    type: old.type,
    price: old.price === null ? null : old.price / ratio,
    timeInForce: old.timeInForce,
    units: unitsOf(lots, lotSize),
  });
  book.result.events.push({ type: 'ORDER', slice: place.slice, time, order: order.number });
  const asked = book.asked.get(old);
  if (asked !== undefined) {
    const { stopLoss, takeProfit, trailingStop, maxBars } = asked;
    const scaled = (price: number | undefined) => (price === undefined ? undefined : price / ratio);
    book.asked.set(order, {
      stopLoss: scaled(stopLoss),
      takeProfit: scaled(takeProfit),
      trailingStop: scaled(trailingStop),
      maxBars,
    });
  }
  const waiting: WaitingOrder = { order, lots, firstDate: null };
  book.waiting.push(waiting);
  return waiting;
}
