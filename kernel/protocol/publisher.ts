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

/** A display is changed at most that often, in milliseconds between two changes: more than ten a second nobody sees. */
const UPDATE_PACE = 100;

interface Update {
  readonly content: JsonObject;
  readonly parent: Header | undefined;
}

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
  /** The last change of each display that was not sent yet. */
  readonly #updates = new Map<string, Update>();
  #updateTimer: NodeJS.Timeout | undefined;
  #updatedAt = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** To every front end, as a consequence of the message `parent`. */
  publish(type: string, content: JsonObject, parent: Header | undefined, extras: Extras = {}): void {
    this.#flush();
    this.#flushUpdates();
    this.#send(type, content, parent, extras);
  }

  /** Publishes a change of a display: the first at once, of many in a row the last, and before anything else but text. */
  update(displayId: string, content: JsonObject, parent: Header | undefined): void {
    this.#updates.set(displayId, { content, parent });
    const wait = this.#updatedAt + UPDATE_PACE - Date.now();
    if (wait <= 0) this.#flushUpdates();
    else this.#updateTimer ??= setTimeout(() => this.#flushUpdates(), wait);
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

  #flushUpdates(): void {
    clearTimeout(this.#updateTimer);
    this.#updateTimer = undefined;
    if (this.#updates.size === 0) return;
    this.#updatedAt = Date.now();
    for (const { content, parent } of this.#updates.values())
      this.#send('update_display_data', content, parent, {});
    this.#updates.clear();
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
    this.#flushUpdates();
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
