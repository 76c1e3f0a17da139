import { Backtest } from '../../src/engine/backtest.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { recordEvents, type SpecOptions, specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';

/** Every event of every container of a run by container, as users see them. */
export function streamsOf(
  input: PlainCase,
  options: SpecOptions & { everything?: boolean } = {},
): Record<string, EventRecord[]> {
  const backtest = new Backtest(specOf(input, options));
  const streams =
    options.everything === true ? recordContainers(backtest) : Object.fromEntries(recordEvents(backtest));
  backtest.runSync();
  return streams;
}

/** What each container publishes, the market's own included; lifecycle apart. */
export function recordContainers(backtest: Backtest): Record<string, EventRecord[]> {
  const streams: Record<string, EventRecord[]> = {};
  for (const { id, bus } of backtest.engine.topology.containers) {
    const stream: EventRecord[] = [];
    streams[id] = stream;
    bus.attach({
      observe: (event) => {
        const record = event.record(bus.containers);
        if (record.containerId === id && record.type !== 'LIFECYCLE') stream.push(record);
      },
    });
  }
  return streams;
}
