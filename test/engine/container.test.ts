import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Container } from '../../src/engine/container.ts';
import { broadcast, filter, pipe } from '../../src/engine/router.ts';
import { CustomEvent, type EventRecord } from '../../src/events/event.ts';
import { eventKey } from '../../src/events/event-id.ts';
import { defineEventType } from '../../src/events/event-type.ts';

const NEWS = defineEventType('NEWS', z.strictObject({ headline: z.string() }));

function tree(...ids: string[]): Container[] {
  const names: string[] = [];
  const root = new Container('root', names, null, 'stop');
  return [root, ...ids.map((id) => new Container(id, names, root, 'stop'))];
}

function runningTree(...ids: string[]): Container[] {
  const containers = tree(...ids);
  containers[0].enter('initialised', 0);
  containers[0].enter('running', 0);
  return containers;
}

describe('a container', () => {
  test('goes through its lifecycle with all below it, and tells so', () => {
    const [root, child] = tree('child');
    const steps: string[] = [];
    for (const { bus } of [root, child]) {
      bus.subscribe('LIFECYCLE', (e: EventRecord<'LIFECYCLE'>) =>
        steps.push(`${e.id} ${e.payload.from} → ${e.payload.to} at ${e.timestamp}`),
      );
    }
    for (const state of ['initialised', 'running', 'paused', 'running', 'stopped', 'disposed'] as const) {
      root.enter(state, 5);
    }
    expect(steps.slice(0, 4)).toEqual([
      'root/lifecycle-1 created → initialised at 5',
      'child/lifecycle-1 created → initialised at 5',
      'root/lifecycle-2 initialised → running at 5',
      'child/lifecycle-2 initialised → running at 5',
    ]);
    expect(child.state).toBe('disposed');
  });

  test('numbers its lifecycle apart, so that a pause renumbers nothing', () => {
    const [root] = runningTree();
    root.bus.publish('NEWS', { headline: 'a' });
    root.enter('paused', 0);
    root.enter('running', 0);
    expect(root.bus.publish('NEWS', { headline: 'b' }).id).toBe('root/news-2');
  });

  test('refuses steps that its lifecycle does not have', () => {
    const [root] = tree();
    expect(() => root.enter('running', 0)).toThrow('container root cannot go from created to running');
    root.enter('disposed', 0);
    expect(() => root.enter('initialised', 0)).toThrow('cannot go from disposed to initialised');
  });

  test('has a name of its own', () => {
    const names: string[] = [];
    new Container('x', names, null, 'stop');
    expect(() => new Container('x', names, null, 'stop')).toThrow('two containers are called x');
  });

  test('shows itself as plain data', () => {
    const [root, child] = runningTree('child');
    child.add({ componentId: 'counter', inspect: () => ({ count: 3 }) });
    expect(root.inspect().children).toEqual(['child']);
    const shown = child.inspect();
    expect(shown).toMatchObject({
      id: 'child',
      state: 'running',
      parent: 'root',
      components: { counter: { count: 3 } },
    });
    expect(structuredClone(shown)).toEqual(shown);
  });
});

describe('routers', () => {
  const heardBy = (...containers: Container[]): string[] => {
    const heard: string[] = [];
    for (const { bus, id } of containers) {
      bus.subscribe('NEWS', (event) => heard.push(`${id} heard ${event.id}`));
    }
    return heard;
  };

  test('a pipe moves events of its types to one container, under their own name', () => {
    const [, source, target] = runningTree('source', 'target');
    pipe([NEWS.number], source, target);
    const heard = heardBy(target);
    source.bus.publish('NEWS', { headline: '' });
    expect(heard).toEqual(['target heard source/news-1']);
    expect(target.bus.sequence).toBe(0);
  });

  test('a broadcast reaches all, in their order', () => {
    const [, source, b, a] = runningTree('source', 'b', 'a');
    broadcast([NEWS.number], source, [b, a]);
    const heard = heardBy(a, b);
    source.bus.publish('NEWS', { headline: '' });
    expect(heard).toEqual(['b heard source/news-1', 'a heard source/news-1']);
  });

  test('a filter lets pass what it accepts', () => {
    const [, source, target] = runningTree('source', 'target');
    filter([NEWS.number], source, [target], (event) => event.payload().headline === 'yes');
    const heard = heardBy(target);
    source.bus.publish('NEWS', { headline: 'no' });
    source.bus.publish('NEWS', { headline: 'yes' });
    expect(heard).toEqual(['target heard source/news-2']);
  });

  test('what cannot be delivered is counted, and the latest can be looked at', () => {
    const [, source, target] = runningTree('source', 'target');
    const router = pipe([NEWS.number], source, target);
    target.enter('stopped', 0);
    for (let i = 0; i < 150; i++) source.bus.publish('NEWS', { headline: `${i}` });
    const { deadLetters } = router.inspect();
    expect(deadLetters.count).toBe(150);
    expect(deadLetters.latest).toHaveLength(100);
    expect(deadLetters.latest.at(-1)).toMatchObject({
      event: { payload: { headline: '149' } },
      target: 'target',
      reason: 'target is stopped',
    });
  });

  test('check payloads at the border when they are told to', () => {
    const [, source, target] = runningTree('source', 'target');
    pipe([NEWS.number], source, target, { validate: true });
    const heard = heardBy(target);
    const event = new CustomEvent(eventKey(source.number, NEWS.number), NEWS.number);
    event.data = { headline: 'good' };
    source.bus.emit(event);
    event.data = { headline: 7 };
    expect(() => source.bus.emit(event)).toThrow('NEWS-2: payload.headline: ');
    expect(heard).toEqual(['target heard source/news-1']);
    expect(source.bus.errors).toBe(1);
  });

  test('are what they are called', () => {
    const [, source, a, b] = runningTree('source', 'a', 'b');
    expect(pipe([NEWS.number], source, a).inspect()).toMatchObject({
      kind: 'pipe',
      types: ['NEWS'],
      targets: ['a'],
    });
    expect(broadcast([NEWS.number], source, [a, b]).kind).toBe('broadcast');
  });
});
