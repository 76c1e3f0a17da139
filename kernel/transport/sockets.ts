import { randomUUID } from 'node:crypto';
import { Reply, Router, XPublisher } from 'zeromq';
import { KernelMistake } from '../mistake.ts';
import { Codec, type DropReason } from '../wire/codec.ts';
import { type ChannelName, type Connection, endpoint } from '../wire/connection.ts';
import { type Envelope, type Header, PROTOCOL_VERSION } from '../wire/message.ts';
import type { OnRequest, Outbox, RequestChannel } from './channels.ts';
import { SendQueue } from './send-queue.ts';

/** The five ZeroMQ sockets of a kernel. */
export class Sockets implements Outbox {
  /** Frames that were no message for us, by reason. */
  readonly dropped: Partial<Record<DropReason, number>> = {};
  readonly #codec: Codec;
  readonly #connection: Connection;
  readonly #routers = { shell: new Router(), control: new Router(), stdin: new Router() };
  readonly #iopub = new XPublisher({ verbosity: 'allSubs' });
  readonly #heartbeat = new Reply();
  readonly #queues = {
    shell: new SendQueue(this.#routers.shell),
    control: new SendQueue(this.#routers.control),
    stdin: new SendQueue(this.#routers.stdin),
    iopub: new SendQueue(this.#iopub),
  };

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#codec = new Codec(connection.key);
    for (const socket of [...Object.values(this.#routers), this.#iopub]) {
      // Without it ZeroMQ drops what a slow front end has not fetched after 1,000 messages.
      socket.sendHighWaterMark = 0;
      socket.linger = 1000;
    }
    this.#heartbeat.linger = 0;
    // A front end that reconnects keeps its identity and must get the replies of the new connection.
    for (const router of Object.values(this.#routers)) router.handover = true;
  }

  /**
   * Binds all sockets and starts to receive.
   *
   * @throws KernelMistake when a port is taken.
   */
  async listen(onRequest: OnRequest): Promise<void> {
    await this.#bind('shell', this.#routers.shell);
    await this.#bind('control', this.#routers.control);
    await this.#bind('stdin', this.#routers.stdin);
    await this.#bind('iopub', this.#iopub);
    await this.#bind('hb', this.#heartbeat);
    void this.#echoHeartbeats();
    void this.#welcomeSubscribers();
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.#receive(channel, onRequest);
  }

  reply(channel: RequestChannel, envelope: Envelope): void {
    this.#queues[channel].push(this.#codec.encode(envelope));
  }

  publish(envelope: Envelope): void {
    this.#queues.iopub.push(this.#codec.encode(envelope));
  }

  /** Sends what is waiting, then closes. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map((queue) => queue.flushed()));
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close();
  }

  async #bind(channel: ChannelName, socket: { bind(address: string): Promise<void> }): Promise<void> {
    const address = endpoint(this.#connection, channel);
    try {
      await socket.bind(address);
    } catch (error) {
      throw new KernelMistake(`cannot listen on ${address} (${channel}): ${(error as Error).message}`, {
        code: 'cannot_listen',
      });
    }
  }

  async #receive(channel: RequestChannel, onRequest: OnRequest): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      const decoded = this.#codec.decode(frames);
      if (decoded.ok) onRequest(channel, decoded.envelope);
      else this.dropped[decoded.reason] = (this.dropped[decoded.reason] ?? 0) + 1;
    }
  }

  async #echoHeartbeats(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  /** A subscriber is told when its subscription is in force: what was published before, it has missed. */
  async #welcomeSubscribers(): Promise<void> {
    for await (const [frame] of this.#iopub) {
      if (frame[0] !== 1) continue;
      const topic = frame.subarray(1);
      this.publish({
        identities: [topic],
        message: {
          header: welcomeHeader(),
          parent: {},
          metadata: {},
          content: { subscription: topic.toString() },
          buffers: [],
        },
      });
    }
  }
}

function welcomeHeader(): Header {
  return {
    msg_id: randomUUID(),
    session: '',
    username: 'kernel',
    date: new Date().toISOString(),
    msg_type: 'iopub_welcome',
    version: PROTOCOL_VERSION,
  };
}
