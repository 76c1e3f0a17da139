import type { Command, CommMessage } from '../runtime/messages.ts';
import type { Message } from '../wire/message.ts';

/** Which comms are open. Kept in the front, so that `comm_info_request` is answered while a cell runs. */
export class CommRegistry {
  readonly #targets = new Map<string, string>();

  /** A comm message of the runtime's. */
  note({ kind, commId, target }: CommMessage): void {
    if (kind === 'open') this.#targets.set(commId, target ?? '');
    if (kind === 'close') this.#targets.delete(commId);
  }

  /** A comm message of a front end's, for the runtime; undefined when it names no comm. */
  receive({ header, content, metadata, buffers }: Message): Extract<Command, { type: 'comm' }> | undefined {
    const { comm_id: commId, target_name: target, data = {} } = content;
    if (typeof commId !== 'string') return undefined;
    const kind = header.msg_type.replace('comm_', '') as CommMessage['kind'];
    const message: CommMessage = {
      type: 'comm',
      kind,
      commId,
      ...(kind === 'open' ? { target: String(target) } : {}),
      data,
      metadata,
      buffers,
    };
    this.note(message);
    return { ...message, id: header.msg_id };
  }

  /** Content of a `comm_info_reply`: all comms, or those of one target. */
  info(target: unknown): Record<string, { readonly target_name: string }> {
    const wanted = [...this.#targets].filter(
      ([, name]) => typeof target !== 'string' || target === '' || name === target,
    );
    return Object.fromEntries(wanted.map(([id, name]) => [id, { target_name: name }]));
  }

  /** Forgets all comms. Returns what they were: id and target. */
  clear(): [id: string, target: string][] {
    const comms = [...this.#targets];
    this.#targets.clear();
    return comms;
  }
}
