import type { LanguageService, TypeErrorMode } from '../language/language-service.ts';
import { MagicLanguage } from '../language/magic-language.ts';
import type { StartRuntime } from '../runtime/runtime.ts';
import type { Outbox, RequestChannel } from '../transport/channels.ts';
import type { Envelope, JsonObject } from '../wire/message.ts';
import { CommRegistry } from './comm-registry.ts';
import { Execution } from './execution.ts';
import { ExecutionQueue } from './execution-queue.ts';
import type { History, HistoryQuery } from './history.ts';
import { kernelInfo } from './kernel-info.ts';
import { completeReply, inspectReply, isCompleteReply } from './language-replies.ts';
import { Parents } from './parents.ts';
import { Publisher } from './publisher.ts';
import { publishEvent } from './runtime-output.ts';
import { RuntimeSession } from './runtime-session.ts';

export interface KernelOptions {
  readonly outbox: Outbox;
  readonly startRuntime: StartRuntime;
  /** @param names tells the variables that there are */
  readonly createLanguage: (names: () => readonly string[]) => LanguageService;
  readonly history: History;
  readonly typeErrors: TypeErrorMode;
  /** Called when a front end asked the kernel to go, and everything is closed but the sockets. */
  readonly onShutdown: () => void;
}

/** Answers requests. Knows neither sockets nor processes: those it is given. */
export class Kernel {
  /** Requests of types that the kernel does not know; the protocol has no reply to them. */
  unknownRequests = 0;
  readonly #publisher: Publisher;
  readonly #parents = new Parents();
  readonly #comms = new CommRegistry();
  readonly #language: LanguageService;
  readonly #history: History;
  readonly #session: RuntimeSession;
  readonly #execution: Execution;
  readonly #queue: ExecutionQueue;
  readonly #onShutdown: () => void;
  #closing: Promise<void> | undefined;

  constructor({ outbox, startRuntime, createLanguage, history, typeErrors, onShutdown }: KernelOptions) {
    this.#publisher = new Publisher(outbox);
    this.#history = history;
    this.#onShutdown = onShutdown;
    this.#session = new RuntimeSession(startRuntime, {
      onEvent: (event) => {
        if (event.type === 'comm') this.#comms.note(event);
        publishEvent(event, this.#publisher, this.#parents);
      },
      onLost: () => this.#forgetRuntime(),
    });
    const names = () => this.#session.names;
    this.#language = new MagicLanguage(createLanguage(names), {
      names,
      magics: () => this.#session.magics,
      complete: (name, argument, cursor) => this.#session.completeMagic(name, argument, cursor),
    });
    this.#execution = new Execution({
      publisher: this.#publisher,
      session: this.#session,
      language: this.#language,
      history,
      typeErrors,
    });
    this.#queue = new ExecutionQueue(
      async (request) => {
        const { header } = request.message;
        this.#parents.add(request);
        this.#publisher.status('busy', header);
        const { abortRest, conclude } = await this.#execution.execute(request).catch((error: unknown) => ({
          abortRest: false,
          conclude: () => this.#publisher.reply('shell', request, 'execute_reply', failure(error)),
        }));
        return {
          abortRest,
          conclude: () => {
            conclude();
            this.#publisher.status('idle', header);
          },
        };
      },
      (request) =>
        void this.#whileBusy(request, () => {
          this.#publisher.reply('shell', request, 'execute_reply', { status: 'aborted' });
        }),
    );
  }

  /** Tells front ends that are there already that the kernel is coming up. */
  announce(): void {
    this.#publisher.status('starting', undefined);
  }

  /** Loads what the first questions about types would wait for. */
  load(): void {
    this.#language.load();
  }

  /** Takes a request. Those that need no cell to end are answered while one runs. */
  handle(channel: RequestChannel, request: Envelope): void {
    const { header, content } = request.message;
    if (header.msg_type === 'input_reply') {
      this.#session.giveInput(typeof content.value === 'string' ? content.value : '');
      return;
    }
    if (header.msg_type === 'execute_request') {
      this.#queue.push(request);
      return;
    }
    void this.#whileBusy(request, async () => await this.#answer(channel, request));
  }

  /** Ends everything but the sockets, once: a signal may come while a front end shuts it down. */
  async close(): Promise<void> {
    this.#closing ??= this.#end();
    await this.#closing;
  }

  async #end(): Promise<void> {
    await Promise.all([this.#session.close(), this.#language.close()]);
    this.#history.close();
  }

  async #answer(channel: RequestChannel, request: Envelope): Promise<void> {
    const { header, content } = request.message;
    const reply = (data: JsonObject) =>
      this.#publisher.reply(channel, request, header.msg_type.replace(/_request$/, '_reply'), data);
    try {
      switch (header.msg_type) {
        case 'kernel_info_request':
          reply(kernelInfo());
          return;
        case 'complete_request':
          reply(await completeReply(this.#language, content));
          return;
        case 'inspect_request':
          reply(await inspectReply(this.#language, content));
          return;
        case 'is_complete_request':
          reply(await isCompleteReply(this.#language, content));
          return;
        case 'history_request':
          reply({ status: 'ok', history: this.#findHistory(content) });
          return;
        case 'comm_info_request':
          reply({ status: 'ok', comms: this.#comms.info(content.target_name) });
          return;
        case 'comm_open':
        case 'comm_msg':
        case 'comm_close':
          await this.#deliverComm(request);
          return;
        case 'interrupt_request':
          this.interrupt();
          reply({ status: 'ok' });
          return;
        case 'shutdown_request':
          await this.#shutDown(channel, request);
          return;
        default:
          this.unknownRequests++;
      }
    } catch (error) {
      reply(failure(error));
    }
  }

  interrupt(): void {
    this.#execution.interrupt();
  }

  async #whileBusy<T>({ message: { header } }: Envelope, work: () => T | Promise<T>): Promise<T> {
    this.#publisher.status('busy', header);
    try {
      return await work();
    } finally {
      this.#publisher.status('idle', header);
    }
  }

  #findHistory(content: JsonObject): unknown[] {
    const entries = this.#history.find(content as HistoryQuery);
    // With outputs, which are not kept.
    return content.output === true
      ? entries.map(([session, line, source]) => [session, line, [source, null]])
      : [...entries];
  }

  async #deliverComm(request: Envelope): Promise<void> {
    this.#parents.add(request);
    const message = this.#comms.receive(request.message);
    if (message !== undefined) await this.#session.deliver(message);
  }

  #forgetRuntime(): void {
    this.#language.reset();
    for (const [id, target] of this.#comms.clear()) {
      // One that is closed takes away what it shows: whoever looks at a widget is to go on seeing how things stood.
      if (target === WIDGETS) this.#publisher.publish('comm_msg', { comm_id: id, data: ENDED }, undefined);
      else this.#publisher.publish('comm_close', { comm_id: id, data: {} }, undefined);
    }
  }

  async #shutDown(channel: RequestChannel, request: Envelope): Promise<void> {
    const content = { status: 'ok', restart: request.message.content.restart === true };
    await this.close();
    this.#publisher.reply(channel, request, 'shutdown_reply', content);
    this.#publisher.publish('shutdown_reply', content, request.message.header);
    // After the status that follows this request.
    setImmediate(this.#onShutdown);
  }
}

/** Target of the comms of widgets. */
const WIDGETS = 'jupyter.widget';

/** What widgets are told whose process has ended. */
const ENDED = {
  method: 'update',
  state: { ended: 'the process that ran its cell has ended' },
  buffer_paths: [],
};

/** Content of a reply that tells of a bug of ours. */
function failure(error: unknown): JsonObject {
  const { name, message, stack } = error as Error;
  return { status: 'error', ename: name, evalue: message, traceback: (stack ?? '').split('\n') };
}
