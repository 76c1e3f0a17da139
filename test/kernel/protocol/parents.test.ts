import { expect, test } from 'vitest';
import { Parents } from '../../../kernel/protocol/parents.ts';
import type { Envelope } from '../../../kernel/wire/message.ts';

const request = (type: string, id: string): Envelope => ({
  identities: [],
  message: {
    header: { msg_id: id, session: 's', username: 'u', date: '', msg_type: type, version: '5.4' },
    parent: {},
    metadata: {},
    content: { code: 'x'.repeat(1000) },
    buffers: [new Uint8Array(1000)],
  },
});

// They shared one list with cells: after minutes of dragging, what a cell's timer printed came beneath another.
test('however long a slider is dragged, late output of a cell is still known to be its own', () => {
  const parents = new Parents();
  parents.add(request('execute_request', 'cell'));
  for (let i = 0; i < 20_000; i++) parents.add(request('comm_msg', `drag ${i}`));
  expect(parents.headerOf('cell')?.msg_id).toBe('cell');
  expect(parents.headerOf('drag 19999')?.msg_id).toBe('drag 19999');
  expect(parents.requestOf('drag 19000')).toBeUndefined();
});

test('of a request is kept who asked, and not what', () => {
  const parents = new Parents();
  parents.add(request('execute_request', 'cell'));
  const kept = parents.requestOf('cell');
  expect(kept?.message.content).toEqual({});
  expect(kept?.message.buffers).toEqual([]);
});
