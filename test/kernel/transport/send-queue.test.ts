import { expect, test } from 'vitest';
import { SendQueue } from '../../../kernel/transport/send-queue.ts';

test('sends never overlap, keep their order, and a failed one does not stop the rest', async () => {
  const sent: string[] = [];
  let isSending = false;
  const queue = new SendQueue({
    async send([frame]) {
      if (isSending) throw new Error('EBUSY');
      isSending = true;
      await new Promise((resolve) => setImmediate(resolve));
      isSending = false;
      if (String(frame) === '2') throw new Error('EHOSTUNREACH');
      sent.push(String(frame));
    },
  });
  for (const text of ['1', '2', '3']) queue.push([Buffer.from(text)]);
  await queue.flushed();
  queue.push([Buffer.from('4')]);
  await queue.flushed();
  expect(sent).toEqual(['1', '3', '4']);
});
