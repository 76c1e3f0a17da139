import type { Envelope, Header } from '../wire/message.ts';

/** Cells whose output may still come: a timer of one prints when others have long run. */
const CELLS = 10_000;
/** Messages of widgets, of which a slider sends as many in minutes: what they cause comes soon. */
const COMMS = 500;

/** The requests that cells and comm messages came by, to be named as the parents of what they cause. */
export class Parents {
  readonly #cells = new Map<string, Envelope>();
  readonly #comms = new Map<string, Envelope>();
  #last: Envelope | undefined;

  add(request: Envelope): void {
    const { header } = request.message;
    const isCell = header.msg_type === 'execute_request';
    const requests = isCell ? this.#cells : this.#comms;
    // What is answered is who asked, and not what.
    this.#last = { ...request, message: { ...request.message, content: {}, buffers: [] } };
    requests.set(header.msg_id, this.#last);
    if (requests.size > (isCell ? CELLS : COMMS)) requests.delete(requests.keys().next().value ?? '');
  }

  /** Output that no request caused belongs to the last one. */
  headerOf(id: string | undefined): Header | undefined {
    return this.requestOf(id)?.message.header ?? this.#last?.message.header;
  }

  requestOf(id: string | undefined): Envelope | undefined {
    return id === undefined ? undefined : (this.#cells.get(id) ?? this.#comms.get(id));
  }
}
