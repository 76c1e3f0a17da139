import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Comms } from '../../../kernel/runtime/comms.ts';
import type { RuntimeEvent } from '../../../kernel/runtime/messages.ts';
import { type BufferPath, putBuffers, splitBuffers } from '../../../kernel/widget/buffers.ts';
import { Latest } from '../../../kernel/widget/latest.ts';
import { type Request, readMessage } from '../../../kernel/widget/requests.ts';
import { Widgets } from '../../../kernel/widget/widgets.ts';

const leaf = fc.oneof(fc.integer(), fc.string(), fc.uint8Array({ minLength: 1, maxLength: 4 }));
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), tie('node'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).node;

test('bytes taken out of a state and put back make the same state', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), tree, { noNullPrototype: true }), (state) => {
      const { state: plain, paths, buffers } = splitBuffers(state);
      // Bytes would be written as an object of numbers.
      expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
      const copy = structuredClone(plain);
      putBuffers(copy, paths, buffers as Uint8Array[]);
      expect(copy).toEqual(state);
    }),
  );
});

test('of a state only what leads to bytes is copied', () => {
  const rows = [{ id: 'fill-1', texts: ['a'] }];
  const { state } = splitBuffers({ rows, chart: { close: new Float64Array(2) } });
  expect((state as { rows: unknown }).rows).toBe(rows);
  expect(state).toEqual({ rows, chart: { close: null } });
});

test('a path that leads nowhere is passed over', () => {
  const state = { a: 1 };
  const paths: BufferPath[] = [['a', 'b', 'c'], [], ['x', 0]];
  putBuffers(state, paths, [new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)]);
  expect(state).toEqual({ a: 1 });
});

const drag = (front: string, id: number, bar: number): Request => ({
  kind: 'request',
  front,
  id,
  deed: { what: 'drag', bar },
});
const next = (front: string, id: number): Request => ({
  kind: 'request',
  front,
  id,
  deed: { what: 'next', count: 1 },
});

test('of the drags of a front end that wait only the last is kept; all else keeps its order', () => {
  const latest = new Latest();
  latest.add(drag('a', 1, 10));
  latest.add(next('b', 1));
  latest.add(drag('b', 2, 5));
  expect(latest.add(drag('a', 2, 20)).map(({ id }) => id)).toEqual([1]);
  expect([latest.take(), latest.take(), latest.take(), latest.take()]).toEqual([
    next('b', 1),
    drag('b', 2, 5),
    drag('a', 2, 20),
    undefined,
  ]);
  expect(latest.superseded).toBe(1);
});

test('a front end that asks without end is not listened to without end', () => {
  const latest = new Latest();
  const dropped = Array.from({ length: 1000 }, (_, i) => latest.add(next('a', i + 1))).flat();
  expect(dropped).toHaveLength(1000 - 64);
  expect(latest.clear()).toHaveLength(64);
});

test('what is no message of ours is told by its place', () => {
  expect(readMessage({ kind: 'request', front: 'a', id: 1, deed: { what: 'drag', bar: -1 } })).toMatch(
    /^deed\.bar: /,
  );
  expect(readMessage('next')).toMatch(/^message: /);
  expect(readMessage({ kind: 'request', front: 'a', id: 1, deed: { what: 'next' } })).toMatchObject({
    deed: { what: 'next', count: 1 },
  });
});

test('where a cell has a widget of its own, front ends are told to ask each for its state', async () => {
  const emitted: RuntimeEvent[] = [];
  const comms = new Comms((event) => void emitted.push(event));
  const widgets = new Widgets(comms);
  const model = widgets.open({ esm: '', css: '', id: 'x' }, { value: 1 });
  const control = async (commId: string) => {
    const message = {
      type: 'comm',
      target: 'jupyter.widget.control',
      metadata: {},
      buffers: [],
      commId,
    } as const;
    await comms.receive({ ...message, kind: 'open', data: {} });
    await comms.receive({ ...message, kind: 'msg', data: { method: 'request_states' } });
    return emitted.filter((event) => event.type === 'comm' && event.commId === commId);
  };
  expect(await control('one')).toMatchObject([
    { kind: 'msg', data: { method: 'update_states', states: { [model.id]: { state: { value: 1 } } } } },
  ]);
  comms.open('jupyter.widget', { state: {} });
  expect(await control('two')).toMatchObject([{ kind: 'close' }, { kind: 'close' }]);
});

// Each that was ever shown was kept, with its session and its last frame.
test('a widget that is closed is not kept', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const widgets = new Widgets(new Comms(() => {}));
  const shown = () => {
    const frame = { bar: 1 };
    widgets.open({ esm: '', css: '', id: 'x' }, { frame }).close();
    return new WeakRef(frame);
  };
  const frame = shown();
  const isKept = () => {
    collect();
    return frame.deref() !== undefined;
  };
  await expect.poll(isKept, { timeout: 30_000 }).toBe(false);
});
