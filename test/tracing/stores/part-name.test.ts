import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventBus } from '../../../src/events/event-bus.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { TYPE } from '../../../src/events/event-type.ts';
import { parsePartName, partName } from '../../../src/tracing/stores/part-name.ts';
import { TraceWriter } from '../../../src/tracing/stores/trace-writer.ts';
import { AnyEvent } from './random-events.ts';
import { inFolder, readAll } from './scratch.ts';

test('the name of a file says which part of which container it is, whatever containers are called', () => {
  const container = fc
    .tuple(
      fc.constantFrom('', 'x', 'x.y', 'data_BTC/USDT', 'data_A:B*?', '%2F', '100%', 'ü'),
      fc.array(fc.constantFrom('.0001', '.0002', '.12345', '.7', '.')),
    )
    .map(([name, numbers]) => `${name}${numbers.join('')}`);
  fc.assert(
    fc.property(container, fc.integer({ min: 1, max: 20_000 }), (name, part) => {
      expect(parsePartName(partName({ container: name, part }, ''))).toEqual({ container: name, part });
    }),
  );
});

test.each([
  ['x', 1, 'x.jsonl'],
  ['x', 2, 'x.0002.jsonl'],
  ['x.0002', 1, 'x.0002.0001.jsonl'],
  ['portfolio_1.5', 1, 'portfolio_1.5.jsonl'],
  ['data_BTC/USDT', 2, 'data_BTC%2FUSDT.0002.jsonl'],
  ['data_^GSPC', 1, 'data_^GSPC.jsonl'],
])('part %s of %s is %s', (container, part, name) => {
  expect(partName({ container, part }, '.jsonl')).toBe(name);
});

// The second file of x had the name of the first of x.0002, so that the run ended with EEXIST.
test('the second file of a container is not in the way of one that is called like it', async () => {
  await inFolder(async (folder) => {
    const containers = ['x', 'x.0002'];
    const writers = containers.map((_, container) => {
      const bus = new EventBus(containers, container);
      return { bus, container, writer: new TraceWriter(bus, folder, { maxFileBytes: 1 }) };
    });
    for (const { bus, container, writer } of writers) {
      for (let i = 0; i < 3; i++) bus.emit(new AnyEvent(eventKey(container, TYPE.FILL), TYPE.FILL));
      writer.close();
    }
    expect((await readAll(folder)).events).toHaveLength(6);
    for (const name of containers) {
      const { events } = await readAll(join(folder, name));
      expect(events.map(({ containerId }) => containerId)).toEqual([name, name, name]);
    }
  });
});
