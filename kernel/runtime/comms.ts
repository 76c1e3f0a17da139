import { randomUUID } from 'node:crypto';
import { currentRun } from '../evaluator/cell-run.ts';
import type { Emit } from './event-writer.ts';
import type { CommMessage } from './messages.ts';

/** What goes along with a message's data. */
export interface CommExtras {
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Numbers or bytes that travel beside the JSON, as they lie in memory. */
  readonly buffers?: readonly (ArrayBufferView | ArrayBufferLike)[];
}

/** What arrives on a comm. */
export interface CommEvent {
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

type Listener = (event: CommEvent) => unknown;

/** A line between the notebook's variables and something in the front end, open in both directions. */
export class Comm {
  readonly id: string;
  readonly target: string;
  /** Called for each message; the message counts as dealt with when the promise it returns settles. */
  onMessage: Listener | undefined;
  onClose: Listener | undefined;
  readonly #send: (kind: CommMessage['kind'], data: unknown, extras: CommExtras) => void;
  #isOpen = true;

  /** @internal Use `comms.open`. */
  constructor(
    id: string,
    target: string,
    send: (kind: CommMessage['kind'], data: unknown, extras: CommExtras) => void,
  ) {
    this.id = id;
    this.target = target;
    this.#send = send;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws Error when the comm is closed. */
  send(data: unknown, extras: CommExtras = {}): void {
    if (!this.#isOpen) throw new Error(`comm ${this.id} (${this.target}) is closed`);
    this.#send('msg', data, extras);
  }

  close(data: unknown = {}, extras: CommExtras = {}): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#send('close', data, extras);
  }

  /** @internal The front end closed it. */
  wasClosed(): void {
    this.#isOpen = false;
  }
}

/** What a front end that opens a comm gets to talk to. */
export type CommTarget = (comm: Comm, opening: CommEvent) => unknown;

/** All comms of a notebook. */
export class Comms {
  readonly #emit: Emit;
  readonly #comms = new Map<string, Comm>();
  readonly #targets = new Map<string, CommTarget>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Opens a comm to a target that the front end knows, such as `jupyter.widget`. */
  open(target: string, data: unknown = {}, extras: CommExtras & { readonly id?: string } = {}): Comm {
    const comm = this.#create(extras.id ?? randomUUID(), target);
    this.#send(comm, 'open', data, extras);
    return comm;
  }

  /** Lets front ends open comms to this notebook under that name. Returns a function that ends that. */
  register(target: string, accept: CommTarget): () => void {
    this.#targets.set(target, accept);
    return () => void this.#targets.delete(target);
  }

  /** How many comms to a target are open. */
  count(target: string): number {
    return [...this.#comms.values()].filter((comm) => comm.target === target).length;
  }

  /** Deals with a message from the front end. Resolves when whoever listens has done its work. */
  async receive(message: CommMessage): Promise<void> {
    const event: CommEvent = { data: message.data, metadata: message.metadata, buffers: message.buffers };
    if (message.kind === 'open') {
      await this.#accept(message.commId, message.target ?? '', event);
      return;
    }
    const comm = this.#comms.get(message.commId);
    if (comm === undefined) {
      // Whoever still writes to it is to know that nobody reads.
      if (message.kind === 'msg') this.#refuse(message.commId);
      return;
    }
    if (message.kind === 'close') {
      this.#comms.delete(comm.id);
      comm.wasClosed();
      await comm.onClose?.(event);
    } else await comm.onMessage?.(event);
  }

  async #accept(id: string, target: string, event: CommEvent): Promise<void> {
    const accept = this.#targets.get(target);
    if (accept === undefined) {
      // A front end may wait for seconds for an answer that nobody would give.
      this.#refuse(id);
      return;
    }
    await accept(this.#create(id, target), event);
  }

  #refuse(commId: string): void {
    const id = currentRun()?.id;
    this.#emit({ type: 'comm', kind: 'close', id, commId, data: {}, metadata: {}, buffers: [] });
  }

  #create(id: string, target: string): Comm {
    const comm: Comm = new Comm(id, target, (kind, data, extras) => {
      if (kind === 'close') this.#comms.delete(id);
      this.#send(comm, kind, data, extras);
    });
    this.#comms.set(id, comm);
    return comm;
  }

  #send({ id: commId, target }: Comm, kind: CommMessage['kind'], data: unknown, extras: CommExtras): void {
    this.#emit({
      type: 'comm',
      kind,
      id: currentRun()?.id,
      commId,
      ...(kind === 'open' ? { target } : {}),
      data: JSON.parse(JSON.stringify(data ?? {})) as unknown,
      metadata: extras.metadata ?? {},
      buffers: (extras.buffers ?? []).map(bytesOf),
    });
  }
}

/** The columns of the engine lie on memory that is shared between threads, which cannot be sent as it is. */
function bytesOf(data: ArrayBufferView | ArrayBufferLike): Uint8Array {
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}
