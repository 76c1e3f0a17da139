import { parseEventId } from '../../events/event-id.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { timeText } from '../../tracing/event-text.ts';
import { endOf, type Position } from '../position.ts';
import type { Session } from '../session.ts';
import { placeOfEvent, placeOfTrade } from './place-of-event.ts';

export interface PlaceOptions {
  /** By name, without the `@`. */
  readonly marks?: ReadonlyMap<string, Position>;
  readonly signal?: AbortSignal;
}

/** How places are written, for help. */
export const PLACE_USAGE =
  'bar | +20 | -5 | 2008-09-15 | 2008-09-15T14:30 | fill-12 | e12 | t7 | @mark | start | end';

const MS_PER_DAY = 86_400_000;
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?)?$/;

/**
 * Reads a place as people type it:
 *
 * - `412`: the end of bar 412; 0 is before the first. `start` and `end` are 0 and the last bar of the data.
 * - `+20`, `-5`: bars from the cursor's.
 * - `2008-09-15`: the last bar known by the end of that day, UTC; `2008-09-15T14:30`: by then.
 * - `execution_main/fill-12`: at that event, before anybody acts on it; `fill-12` where only one container has it.
 * - `e12`: at the 12th event of the cursor's bar, counted from 1 as lists of events show them.
 * - `t7`: where trade 7 of the portfolio in focus opens; `portfolio_main/trade-7`: that of another.
 * - `@entry`: where that mark was set.
 *
 * An event that lies ahead is recorded up to.
 *
 * @returns undefined when it was interrupted.
 * @throws UserError with the valid range, or the nearest name.
 */
export async function readPlace(
  session: Session,
  text: string,
  { marks = new Map(), signal }: PlaceOptions = {},
): Promise<Position | undefined> {
  const place = text.trim();
  const { bar } = session.position;
  if (place === 'start') return endOf(0);
  if (place === 'end') return endOf(session.bars);
  if (/^[+-]\d+$/.test(place)) {
    const target = bar + Number(place);
    return barAt(session, target, `bar ${target}, ${place} from bar ${bar}`);
  }
  if (/^\d+$/.test(place)) return barAt(session, Number(place));
  if (place.startsWith('@')) return markAt(place.slice(1), marks);
  if (/^\d{4}-/.test(place)) return endOf(barKnownBy(session, place));
  const inBar = /^e(\d+)$/.exec(place);
  if (inBar !== null) return eventInBar(session, Number(inBar[1]));
  const trade = /^(?:t|(?:(.+)\/)?trade-)(\d+)$/.exec(place);
  if (trade !== null) return placeOfTrade(session, trade[1], Number(trade[2]), signal);
  const id = parseEventId(place);
  if (id !== undefined) return placeOfEvent(session, place, id, signal);
  throw new UserError(`"${text}" is no place`, { code: 'bad_place', hint: `write ${PLACE_USAGE}` });
}

function barAt(session: Session, bar: number, asked = `bar ${bar}`): Position {
  if (bar >= 0 && bar <= session.bars) return endOf(bar);
  throw new UserError(`there is no ${asked}`, {
    code: 'no_such_bar',
    hint: `bars are 1 to ${session.bars}, and 0 is before the first`,
  });
}

function markAt(name: string, marks: ReadonlyMap<string, Position>): Position {
  const position = marks.get(name);
  if (position !== undefined) return position;
  throw new UserError(`there is no mark @${name}`, {
    code: 'unknown_mark',
    hint: marks.size === 0 ? 'no marks are set yet' : nameHint(name, marks.keys()),
  });
}

function barKnownBy(session: Session, text: string): number {
  const { timeline } = session.branch.recording.engine;
  const match = TIME.exec(text);
  const numbers = match?.slice(1).map((part, i) => Number(i === 6 ? part?.padEnd(3, '0') : part));
  const [year, month, day, hour, minute, second = 0, ms = 0] = numbers ?? [];
  const start = Date.UTC(year, month - 1, day);
  const isDay = Number.isNaN(hour);
  const fraction = (Number.isNaN(second) ? 0 : second) * 1000 + (Number.isNaN(ms) ? 0 : ms);
  const time = isDay ? start + MS_PER_DAY - 1 : start + hour * 3_600_000 + minute * 60_000 + fraction;
  const isTime =
    match !== null &&
    new Date(start).toISOString().startsWith(text.slice(0, 10)) &&
    (isDay || (hour < 24 && minute < 60 && fraction < 60_000));
  if (!isTime) {
    throw new UserError(`"${text}" is no time`, {
      code: 'bad_time',
      hint: 'write 2008-09-15 or 2008-09-15T14:30, in UTC',
    });
  }
  const [first, last] = [session.timeOf(1), session.timeOf(session.bars)];
  // All of the last day belongs to the data.
  const end = Math.floor(last / MS_PER_DAY) * MS_PER_DAY + MS_PER_DAY - 1;
  if (time >= first && time <= end) return timeline.sliceAt(time) + 1;
  throw new UserError(`no bar is known ${time < first ? 'by' : 'at'} ${text}`, {
    code: 'no_such_time',
    hint: `the data goes from ${timeText(first)} to ${timeText(last)}`,
  });
}

function eventInBar(session: Session, number: number): Position {
  const { bar } = session.position;
  const { length } = session.allEventsOf(bar);
  if (number >= 1 && number <= length) return { bar, event: number - 1 };
  const hint = length === 0 ? 'it has none' : `it has e1 to e${length}`;
  throw new UserError(`bar ${bar} has no event e${number}`, { code: 'no_such_event', hint });
}
