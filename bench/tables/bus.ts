import type { EngineEvent } from '../../src/events/event.ts';
import { EventBus, type Listener } from '../../src/events/event-bus.ts';
import { eventKey } from '../../src/events/event-id.ts';
import { EVENT_TYPES, TYPE } from '../../src/events/event-type.ts';
import { FillEvent } from '../../src/events/order-events.ts';
import { PositionCloseEvent } from '../../src/events/portfolio-events.ts';
import { Tracer } from '../../src/tracing/tracer.ts';
import { PlainBus } from '../engines/plain-bus.ts';
import type { BenchCase, BenchGroup } from '../harness/case.ts';

const EVENTS = 100_000_000;

/** What publishes events to two listeners. */
interface Publisher {
  listen(type: number, listener: Listener, name: string): void;
  emit(event: EngineEvent): void;
}

/** Two listeners that do next to nothing. Sums stand in an array: a captured variable would be put on the heap each time. */
function makeListeners() {
  const sums = new Float64Array(2);
  const first: Listener = (event) => {
    sums[0] += event.sequenceNumber;
  };
  const second: Listener = (event) => {
    sums[1] += event.type;
  };
  return { first, second, sums };
}

function makeBus(): EventBus {
  return new EventBus(['portfolio_x'], 0);
}

function watchedOnce(): EventBus {
  const bus = makeBus();
  new Tracer(bus, { retention: { policy: 'all' } }).detach();
  return bus;
}

function busCase(id: string, label: string, make: () => Publisher): BenchCase {
  return {
    id,
    label,
    setUp: (scale) => {
      const events = scale.bars(EVENTS);
      return () => {
        const bus = make();
        const heard = makeListeners();
        const fill = new FillEvent(eventKey(0, TYPE.FILL), TYPE.FILL);
        const close = new PositionCloseEvent(eventKey(0, TYPE.POSITION_CLOSE), TYPE.POSITION_CLOSE);
        for (const type of [TYPE.FILL, TYPE.POSITION_CLOSE]) {
          bus.listen(type, heard.first, 'first');
          bus.listen(type, heard.second, 'second');
        }
        for (let i = 0; i < events; i += 2) {
          bus.emit(fill);
          bus.emit(close);
        }
        return { work: events, events, answers: [[...heard.sums]] };
      };
    },
  };
}

/** The same calls without a bus. */
const direct: BenchCase = {
  id: 'direct',
  label: 'direct calls of the listeners',
  setUp: (scale) => {
    const events = scale.bars(EVENTS);
    return () => {
      const { first, second, sums } = makeListeners();
      let sequence = 0;
      const fill = new FillEvent(eventKey(0, TYPE.FILL), TYPE.FILL);
      const close = new PositionCloseEvent(eventKey(0, TYPE.POSITION_CLOSE), TYPE.POSITION_CLOSE);
      for (let i = 0; i < events; i += 2) {
        fill.sequenceNumber = ++sequence;
        first(fill);
        second(fill);
        close.sequenceNumber = ++sequence;
        first(close);
        second(close);
      }
      return { work: events, events: null, answers: [[...sums]] };
    };
  },
};

/** What a bus costs that nobody observes. */
export const bus: BenchGroup = {
  id: 'bus',
  title: 'A bus alone: two types of events in turn, two listeners each',
  reference: 'plain',
  tolerance: 0,
  cases: [
    busCase('plain', 'bus that cannot be observed', () => new PlainBus(EVENT_TYPES.length)),
    busCase('ours', 'our bus, nobody observes it', makeBus),
    busCase('idle', 'our bus, a tracer was attached and has left', watchedOnce),
    direct,
  ],
};
