import type { Frame } from '../../../kernel/widget/frame.ts';
import { readFrame } from '../../../kernel/widget/view/read-frame.ts';
import type { Client, Received } from './client.ts';

type State = Record<string, unknown>;

/** What a front end with anywidget does with a widget, without a browser: keeps its state, asks, says what it has drawn. */
export class WidgetFront {
  readonly name: string;
  readonly #client: Client;
  #id = 0;
  /** Id of the message of the request that was posted last. */
  #posted = '';
  /** Values as of a number of messages of a widget. */
  #known: { modelId: string; read: number; state: State } = { modelId: '', read: 0, state: {} };

  constructor(client: Client, name = 'front') {
    this.#client = client;
    this.name = name;
  }

  /** Id of the widget that was opened last. */
  get modelId(): string {
    const opened = this.#client.published.findLast(
      ({ type, content }) => type === 'comm_open' && content.target_name === 'jupyter.widget',
    );
    return String(opened?.content.comm_id);
  }

  /** All values as of now, bytes in their places. */
  get state(): State {
    const { modelId, messages } = this;
    if (this.#known.modelId !== modelId) this.#known = { modelId, read: 0, state: {} };
    const { read, state } = this.#known;
    this.#known = {
      modelId,
      read: messages.length,
      state: Object.assign({}, state, ...messages.slice(read).map(stateOf)) as State,
    };
    return this.#known.state;
  }

  get frame(): Frame {
    return readFrame(this.state.frame);
  }

  /** What the kernel said about the widget, in order. */
  get messages(): readonly Received[] {
    const id = this.modelId;
    return this.#client.published.filter(
      ({ type, content }) => type.startsWith('comm_') && content.comm_id === id,
    );
  }

  /** Values that a message changes; undefined for one that is not about the widget's values. */
  changesOf(message: Received): State | undefined {
    const { type, content } = message;
    if (type !== 'comm_msg' || content.comm_id !== this.modelId) return undefined;
    return (content.data as { method?: unknown }).method === 'update' ? stateOf(message) : undefined;
  }

  async send(content: unknown): Promise<string> {
    return await this.#message({ method: 'custom', content });
  }

  async hello(): Promise<void> {
    await this.#client.idle(await this.send({ kind: 'hello', front: this.name }));
  }

  /** Changes values as a view does. */
  async set(state: State): Promise<string> {
    const id = await this.#message({ method: 'update', state, buffer_paths: [] });
    await this.#client.idle(id);
    return id;
  }

  async requestState(): Promise<string> {
    const id = await this.#message({ method: 'request_state' });
    await this.#client.idle(id);
    return id;
  }

  /** Asks without waiting. Returns the number of the request. */
  async post(deed: State): Promise<number> {
    this.#id++;
    this.#posted = await this.send({ kind: 'request', front: this.name, id: this.#id, deed });
    return this.#id;
  }

  /** Waits until the kernel has what was posted last, whatever its cells do. */
  async arrived(): Promise<void> {
    await this.#client.until(() =>
      this.#client.published.find(({ parent }) => parent.msg_id === this.#posted),
    );
  }

  /** Asks, and waits for the frame that answers. */
  async ask(deed: State): Promise<Frame> {
    const id = await this.post(deed);
    return await this.until((frame) => (frame.answered[this.name] ?? 0) >= id);
  }

  /** Waits for a frame, and says of each that it was drawn where the kernel wants to know. */
  async until(is: (frame: Frame) => boolean): Promise<Frame> {
    let drawn = 0;
    return await this.#client.until(() => {
      const { frame } = this;
      if (frame.wantsAnswer && frame.number > drawn) {
        drawn = frame.number;
        void this.send({ kind: 'drawn', front: this.name, number: drawn });
      }
      return is(frame) ? frame : undefined;
    });
  }

  async #message(data: State): Promise<string> {
    return await this.#client.send('comm_msg', { comm_id: this.modelId, data });
  }
}

/** Values that a message brings. */
function stateOf({ content, buffers }: Received): State {
  const data = content.data as { state?: State; buffer_paths?: (string | number)[][] };
  const state = structuredClone(data.state ?? {});
  (data.buffer_paths ?? []).forEach((path, i) => {
    let target: Record<string | number, unknown> = state;
    for (const key of path.slice(0, -1)) target = target[key] as State;
    const { buffer, byteOffset, byteLength } = buffers[i];
    target[path.at(-1)!] = new DataView(buffer, byteOffset, byteLength);
  });
  return state;
}
