/** Jupyter messages, as https://jupyter-client.readthedocs.io/en/stable/messaging.html describes them. */

/** The version of the protocol that the kernel speaks. */
export const PROTOCOL_VERSION = '5.4';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** A message without its frames: what a request handler reads and writes. */
export interface Message {
  readonly header: Header;
  /** Header of the message that this one answers; empty when it answers none. */
  readonly parent: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** A message with the ZeroMQ identities that lead back to its sender, or with the topic of a publication. */
export interface Envelope {
  readonly identities: readonly Uint8Array[];
  readonly message: Message;
}
