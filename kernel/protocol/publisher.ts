import { randomUUID } from 'node:crypto';
import type { Outbox, RequestChannel } from '../transport/channels.ts';
import {
  type Envelope,
  type Header,
  type JsonObject,
  type Message,
  PROTOCOL_VERSION,
} from '../wire/message.ts';

export interface Extras {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** What is printed is collected that long before it is sent, in milliseconds. */
const COLLECT = 50;
/** And that many characters. */
const CHUNK = 64 * 1024;

interface Collected {
  readonly name: 'stdout' | 'stderr';
  readonly parent: Header | undefined;
  text: string;
}

/** Gives messages their headers, and hands them to the sockets. */
export class Publisher {
  readonly #outbox: Outbox;
  readonly #session = randomUUID();
  #collected: Collected | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** To every front end, as a consequence of the message `parent`. */
  publish(type: string, content: JsonObject, parent: Header | undefined, extras: Extras = {}): void {
    this.#flush();
    this.#send(type, content, parent, extras);
  }

  /** Publishes what was printed: soon, with what is printed next, and before anything else is published. */
  stream(name: 'stdout' | 'stderr', text: string, parent: Header | undefined): void {
    const collected = this.#collected;
    if (collected !== undefined && collected.name === name && collected.parent === parent)
      collected.text += text;
    else {
      this.#flush();
      this.#collected = { name, parent, text };
      this.#timer = setTimeout(() => this.#flush(), COLLECT);
    }
    if ((this.#collected?.text.length ?? 0) >= CHUNK) this.#flush();
  }

  #flush(): void {
    if (this.#collected === undefined) return;
    const { name, text, parent } = this.#collected;
    this.#collected = undefined;
    clearTimeout(this.#timer);
    this.#send('stream', { name, text }, parent, {});
  }

  #send(type: string, content: JsonObject, parent: Header | undefined, extras: Extras): void {
    // Jupyter's own kernels use such topics; a front end may subscribe to some.
    const topic = Buffer.from(`kernel.${this.#session}.${type}`);
    this.#outbox.publish({ identities: [topic], message: this.#message(type, content, parent, extras) });
  }

  status(state: 'busy' | 'idle' | 'starting', parent: Header | undefined): void {
    this.publish('status', { execution_state: state }, parent);
  }

  reply(
    channel: RequestChannel,
    request: Envelope,
    type: string,
    content: JsonObject,
    extras: Extras = {},
  ): void {
    this.#flush();
    const message = this.#message(type, content, request.message.header, extras);
    this.#outbox.reply(channel, { identities: request.identities, message });
  }

  #message(type: string, content: JsonObject, parent: Header | undefined, extras: Extras): Message {
    return {
      header: {
        msg_id: randomUUID(),
        session: this.#session,
        username: 'kernel',
        date: new Date().toISOString(),
        msg_type: type,
        version: PROTOCOL_VERSION,
      },
      parent: parent ?? {},
      metadata: extras.metadata ?? {},
      content,
      buffers: extras.buffers ?? [],
    };
  }
}
