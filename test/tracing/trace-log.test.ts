import { expect } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { TYPE } from '../../src/events/event-type.ts';
import type { TracerSettings } from '../../src/tracing/retention.ts';
import type { TraceLog } from '../../src/tracing/trace-log.ts';
import { traceLogContract } from '../contracts/trace-log-contract.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';

const SLICES = 5;

/** Runs with a tracer on every container where it has something to do, and what `held` makes of all that passed it. */
function runs(
  settings: TracerSettings,
  held: (passed: readonly EventRecord[], log: TraceLog) => readonly EventRecord[],
) {
  const start = (input: PlainCase) => () => {
    const { engine } = new Backtest({ ...specOf(input), tracing: () => settings });
    const logs = engine.topology.containers.map(({ id, bus }) => {
      const { log } = engine.topology.tracers.get(id) ?? expect.fail('no tracer');
      // Lifecycle events came before anybody could look on.
      const passed = [...log.records()];
      bus.attach({ observe: (event) => passed.push(event.record(bus.containers)) });
      return { log, held: () => held(passed, log) };
    });
    return {
      logs,
      goOn: () => {
        engine.advance(engine.slice + SLICES);
        return engine.slice < engine.slices;
      },
    };
  };
  return cases.map(start);
}

/** By what passed alone: the events of open trades and of orders that wait are held, and nothing that did not pass. */
function ofTrades(types: readonly string[] | null) {
  return (passed: readonly EventRecord[], log: TraceLog): readonly EventRecord[] => {
    const ids = new Set(Array.from(log.records(), ({ id }) => id));
    const closed = new Set(payloads(passed, 'POSITION_CLOSE').map(({ tradeNumber }) => tradeNumber));
    const open = new Set(
      payloads(passed, 'POSITION_OPEN')
        .map(({ tradeNumber }) => tradeNumber)
        .filter((number) => !closed.has(number)),
    );
    for (const { id, type, payload } of passed) {
      const wanted = type === 'POSITION_OPEN' && open.has((payload as { tradeNumber: number }).tradeNumber);
      if (wanted && (types === null || types.includes(type))) expect(ids).toContain(id);
      if (type === 'POSITION_CLOSE') expect(ids).not.toContain(id);
      if (types !== null && !types.includes(type)) expect(ids).not.toContain(id);
    }
    if (open.size === 0 && payloads(passed, 'ORDER_REQUEST').length === 0) expect(ids.size).toBe(0);
    return passed.filter(({ id }) => ids.has(id));
  };
}

function payloads<T extends string>(passed: readonly EventRecord[], type: T): EventRecord<T>['payload'][] {
  return passed
    .filter((record): record is EventRecord<T> => record.type === type)
    .map(({ payload }) => payload);
}

traceLogContract(
  'everything',
  runs({ retention: { policy: 'all' } }, (passed) => passed),
);

traceLogContract(
  'a window',
  runs({ retention: { policy: 'sliding_window', maxEvents: 25 } }, (passed) => passed.slice(-25)),
);

traceLogContract('the events of trades', runs({ retention: { policy: 'trade_complete' } }, ofTrades(null)));

traceLogContract(
  'some types of the events of trades',
  runs(
    { retention: { policy: 'trade_complete' }, types: [TYPE.FILL, TYPE.POSITION_OPEN, TYPE.SIGNAL] },
    ofTrades(['FILL', 'POSITION_OPEN', 'SIGNAL']),
  ),
);
