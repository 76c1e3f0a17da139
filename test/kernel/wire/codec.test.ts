import { expect, test } from 'vitest';
import { Codec } from '../../../kernel/wire/codec.ts';
import type { Envelope } from '../../../kernel/wire/message.ts';

const ENVELOPE: Envelope = {
  identities: [Buffer.from('client')],
  message: {
    header: {
      msg_id: '1',
      session: 's',
      username: 'u',
      date: '2026-01-15T09:30:00Z',
      msg_type: 'x',
      version: '5.4',
    },
    parent: {},
    metadata: { version: '2.1.0' },
    content: { code: '1 + 1', emoji: '🚀' },
    buffers: [new Uint8Array([1, 2, 3])],
  },
};

const codec = new Codec('secret');

test('what is encoded is decoded, with identities before and bytes behind', () => {
  const decoded = codec.decode(codec.encode(ENVELOPE));
  expect(decoded).toEqual({ ok: true, envelope: ENVELOPE });
});

test('the signature is the HMAC-SHA256 of the four dictionaries, in hexadecimal', () => {
  const [, , signature] = codec.encode({ identities: [Buffer.alloc(0)], message: ENVELOPE.message });
  expect(Buffer.from(signature).toString()).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['no delimiter', (frames: Uint8Array[]) => frames.slice(2)],
  ['too few frames', (frames: Uint8Array[]) => frames.slice(0, 5)],
  ['wrong signature', (frames: Uint8Array[]) => frames.with(2, Buffer.from('0'.repeat(64)))],
  ['wrong signature', (frames: Uint8Array[]) => frames.with(2, Buffer.alloc(0))],
  ['wrong signature', (frames: Uint8Array[]) => frames.with(6, Buffer.from('{"code":"2"}'))],
])('frames with %s are no message', (reason, spoil) => {
  expect(codec.decode(spoil(codec.encode(ENVELOPE)))).toEqual({ ok: false, reason });
});

test.each([
  ['malformed JSON', 'header'],
  ['no header', '{"msg_id": 7}'],
])('frames with %s are no message, though they are signed', (reason, header) => {
  const unsigned = new Codec('');
  const frames = unsigned.encode(ENVELOPE).with(3, Buffer.from(header));
  expect(unsigned.decode(frames)).toEqual({ ok: false, reason });
});

test('a bigint is sent as text, since JSON has none', () => {
  const decoded = codec.decode(
    codec.encode({ ...ENVELOPE, message: { ...ENVELOPE.message, content: { n: 10n } } }),
  );
  expect(decoded).toMatchObject({ ok: true, envelope: { message: { content: { n: '10' } } } });
});
