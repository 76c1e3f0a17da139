import type { Envelope } from '../wire/message.ts';

/** Channels on which requests come in. */
export type RequestChannel = 'shell' | 'control' | 'stdin';

/** What the protocol side sees of the sockets. */
export interface Outbox {
  /** Answers on the channel of the request, to its sender. */
  reply(channel: RequestChannel, envelope: Envelope): void;
  /** Publishes to every front end. */
  publish(envelope: Envelope): void;
}

/** Calls back for every message that is ours, in the order of its channel. */
export type OnRequest = (channel: RequestChannel, envelope: Envelope) => void;
