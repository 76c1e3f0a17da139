/** The part of a socket that sends. */
export interface Sender {
  send(frames: Uint8Array[]): Promise<void>;
}

/**
 * Sends one message after another. zeromq.js refuses a send while one is under way, and a message refused is lost, so
 * that every send is awaited before the next begins.
 */
export class SendQueue {
  readonly #socket: Sender;
  readonly #waiting: Uint8Array[][] = [];
  #draining: Promise<void> | undefined;

  constructor(socket: Sender) {
    this.#socket = socket;
  }

  push(frames: Uint8Array[]): void {
    this.#waiting.push(frames);
    this.#draining ??= this.#drain();
  }

  /** Resolves when everything that was pushed up to now is with ZeroMQ. */
  async flushed(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    let next = 0;
    while (next < this.#waiting.length) {
      try {
        await this.#socket.send(this.#waiting[next]);
      } catch {
        // The peer went away (a router does not know it any more), or the socket is closed: nobody waits for it.
      }
      next++;
      // Shifting each one would copy a long queue every time.
      if (next === 1024) {
        this.#waiting.splice(0, next);
        next = 0;
      }
    }
    this.#waiting.length = 0;
    this.#draining = undefined;
  }
}
