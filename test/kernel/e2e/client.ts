import { randomUUID } from 'node:crypto';
import { Dealer, Request, Subscriber } from 'zeromq';
import { Codec } from '../../../kernel/wire/codec.ts';
import { type Connection, endpoint } from '../../../kernel/wire/connection.ts';
import type { Header, JsonObject, Message } from '../../../kernel/wire/message.ts';

export type Channel = 'shell' | 'control' | 'stdin';

/** A message as tests look at it. */
export interface Received {
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly parent: Partial<Header>;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** What came of one request. */
export interface Answer {
  readonly reply: Record<string, unknown>;
  /** What was published for it until `idle`, without the status messages. */
  readonly outputs: readonly Received[];
}

/** How soon to try again while a kernel is not there yet, in milliseconds. */
const RECONNECT = 5;

/** A front end: speaks the wire protocol over real sockets. */
export class Client {
  readonly session = randomUUID();
  /** Everything that was published, in order. */
  readonly published: Received[] = [];
  /** How to answer an `input_request`, undefined for not at all; none is expected when left out. */
  onInput: ((request: Record<string, unknown>) => string | undefined) | undefined;
  readonly #codec: Codec;
  readonly #connection: Connection;
  readonly #identity = randomUUID();
  readonly #sockets: Record<Channel, Dealer>;
  readonly #iopub = new Subscriber({ reconnectInterval: RECONNECT });
  readonly #replies: Received[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #patience: number | undefined;

  /** @param patience milliseconds to wait for any message, without limit when left out */
  constructor(connection: Connection, patience?: number) {
    this.#connection = connection;
    this.#patience = patience;
    this.#codec = new Codec(connection.key);
    const dealer = () => new Dealer({ routingId: this.#identity, linger: 0, reconnectInterval: RECONNECT });
    this.#sockets = { shell: dealer(), control: dealer(), stdin: dealer() };
    this.#iopub.receiveHighWaterMark = 0;
  }

  /** Connects, and waits until nothing that is published is missed any more. */
  async connect(): Promise<void> {
    this.open();
    await this.until(() => this.published.find(({ type }) => type === 'iopub_welcome'));
  }

  /** Connects without waiting for anything: the kernel may not be there yet. */
  open(): void {
    for (const [channel, socket] of Object.entries(this.#sockets)) {
      socket.connect(endpoint(this.#connection, channel as Channel));
      void this.#receive(
        socket,
        channel === 'stdin' ? (each) => this.#input(each) : (each) => this.#replies.push(each),
      );
    }
    this.#iopub.connect(endpoint(this.#connection, 'iopub'));
    this.#iopub.subscribe('');
    void this.#receive(this.#iopub, (each) => this.published.push(each));
  }

  /** Sends a request. Returns its id. */
  async send(
    type: string,
    content: JsonObject,
    channel: Channel = 'shell',
    buffers: Uint8Array[] = [],
  ): Promise<string> {
    const id = randomUUID();
    await this.#sockets[channel].send(
      this.#codec.encode({ identities: [], message: this.#message(id, type, content, buffers) }),
    );
    return id;
  }

  async sendRaw(frames: Uint8Array[], channel: Channel = 'shell'): Promise<void> {
    await this.#sockets[channel].send(frames);
  }

  encode(type: string, content: JsonObject): Uint8Array[] {
    return this.#codec.encode({ identities: [], message: this.#message(randomUUID(), type, content, []) });
  }

  /** Sends a request and waits for its reply, and for `idle`. */
  async request(type: string, content: JsonObject = {}, channel: Channel = 'shell'): Promise<Answer> {
    return await this.answerTo(await this.send(type, content, channel));
  }

  async execute(code: string, options: JsonObject = {}): Promise<Answer> {
    return await this.request('execute_request', {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: this.onInput !== undefined,
      stop_on_error: true,
      ...options,
    });
  }

  async answerTo(id: string): Promise<Answer> {
    const reply = await this.replyTo(id);
    await this.idle(id);
    return { reply, outputs: this.outputsOf(id) };
  }

  /** The reply alone: a kernel without a welcome may have said `idle` before anybody listened. */
  async replyTo(id: string): Promise<Record<string, unknown>> {
    return (await this.until(() => this.#replies.find(({ parent }) => parent.msg_id === id))).content;
  }

  /** Waits until nothing that any kernel publishes is missed any more, by asking until it is heard. */
  async subscribed(): Promise<void> {
    while (!this.published.some(({ type }) => type === 'status')) {
      await this.replyTo(await this.send('kernel_info_request', {}));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async idle(id: string): Promise<void> {
    await this.until(() =>
      this.published.find(
        ({ type, content, parent }) =>
          type === 'status' && content.execution_state === 'idle' && parent.msg_id === id,
      ),
    );
  }

  /** What was published for a request up to now, without the status messages. */
  outputsOf(id: string): Received[] {
    return this.published.filter(({ type, parent }) => type !== 'status' && parent.msg_id === id);
  }

  /**
   * Waits for a condition that messages bring about.
   *
   * @throws Error when nothing brings it about for as long as the client has patience.
   */
  async until<T>(find: () => T | undefined, patience = this.#patience): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await this.#nextMessage(patience);
    }
  }

  async #nextMessage(patience: number | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const silent = () => reject(new Error(`the kernel said nothing for ${patience} ms`));
    const timer = patience === undefined ? undefined : setTimeout(silent, patience);
    this.#waiting.add(resolve);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(resolve);
    }
  }

  async heartbeat(): Promise<string> {
    const socket = new Request({ linger: 0 });
    socket.connect(endpoint(this.#connection, 'hb'));
    if (this.#patience !== undefined) socket.receiveTimeout = this.#patience;
    try {
      await socket.send('ping');
      const [answer] = await socket.receive();
      return String(answer);
    } finally {
      socket.close();
    }
  }

  close(): void {
    for (const socket of [...Object.values(this.#sockets), this.#iopub]) socket.close();
  }

  #message(id: string, type: string, content: JsonObject, buffers: Uint8Array[]): Message {
    const header = {
      msg_id: id,
      session: this.session,
      username: 'test',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.4',
    };
    return { header, parent: {}, metadata: {}, content, buffers };
  }

  async #receive(socket: AsyncIterable<Buffer[]>, take: (message: Received) => void): Promise<void> {
    for await (const frames of socket) {
      const decoded = this.#codec.decode(frames);
      if (!decoded.ok) throw new Error(`the kernel sent what is no message: ${decoded.reason}`);
      const { header, content, parent, metadata, buffers } = decoded.envelope.message;
      take({ type: header.msg_type, content: { ...content }, parent, metadata, buffers });
      for (const wake of this.#waiting) wake();
      this.#waiting.clear();
    }
  }

  #input({ content }: Received): void {
    if (this.onInput === undefined) throw new Error('the kernel asked for input');
    const value = this.onInput(content);
    if (value !== undefined) void this.send('input_reply', { status: 'ok', value }, 'stdin');
  }
}
