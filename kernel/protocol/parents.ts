import type { Envelope, Header } from '../wire/message.ts';

/** Requests whose output may still come: a timer of a cell prints when others have long run. */
const REMEMBERED = 10_000;

/** The requests that cells and comm messages came by, to be named as the parents of what they cause. */
export class Parents {
  readonly #requests = new Map<string, Envelope>();
  #last: Envelope | undefined;

  add(request: Envelope): void {
    this.#last = request;
    this.#requests.set(request.message.header.msg_id, request);
    if (this.#requests.size > REMEMBERED) this.#requests.delete(this.#requests.keys().next().value ?? '');
  }

  /** Output that no request caused belongs to the last one. */
  headerOf(id: string | undefined): Header | undefined {
    return this.requestOf(id)?.message.header ?? this.#last?.message.header;
  }

  requestOf(id: string | undefined): Envelope | undefined {
    return id === undefined ? undefined : this.#requests.get(id);
  }
}
