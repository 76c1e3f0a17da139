import type { CheckResult, LanguageService } from '../../../kernel/language/language-service.ts';
import { SyntaxService } from '../../../kernel/language/syntax-service.ts';
import { History } from '../../../kernel/protocol/history.ts';
import { Kernel, type KernelOptions } from '../../../kernel/protocol/kernel.ts';
import type { Command, RuntimeEvent } from '../../../kernel/runtime/messages.ts';
import type { RuntimeListener } from '../../../kernel/runtime/runtime.ts';
import type { Envelope, JsonObject, Message } from '../../../kernel/wire/message.ts';

/** A kernel between sockets and a runtime that are not there. */
export interface Bench {
  readonly kernel: Kernel;
  /** Types of what was published and replied, in order, with what tells them apart. */
  readonly sent: Message[];
  /** What the runtime was told. */
  readonly commands: Command[];
  readonly language: FakeLanguage;
  /** Called with each message as it is sent, as by a front end that answers at once. */
  onSent: ((message: Message) => void) | undefined;
  execute(code: string, content?: JsonObject): void;
  request(type: string, content?: JsonObject): void;
  /** Lets the runtime say something. */
  emit(event: RuntimeEvent): void;
  /** Lets the runtime die. */
  die(reason: number | string): void;
  /** Lets everything that can happen now happen. */
  settle(): Promise<void>;
}

/** A language service that finds what the test wants. */
class FakeLanguage extends SyntaxService implements LanguageService {
  readonly calls: string[] = [];
  result: CheckResult | Promise<CheckResult> = { checked: false };

  override async check(): Promise<CheckResult> {
    this.calls.push('check');
    return await this.result;
  }

  override commit(): void {
    this.calls.push('commit');
  }

  override reset(): void {
    this.calls.push('reset');
  }
}

export function createBench(options: Partial<KernelOptions> = {}): Bench {
  const sent: Message[] = [];
  const commands: Command[] = [];
  let listener: RuntimeListener | undefined;
  const language = new FakeLanguage(() => []);
  const note = (message: Message): void => {
    sent.push(message);
    bench.onSent?.(message);
  };
  const kernel = new Kernel({
    outbox: {
      reply: (_channel, { message }) => note(message),
      publish: ({ message }) => note(message),
    },
    startRuntime: (given) => {
      listener = given;
      return { send: (command) => commands.push(command), kill: () => {}, close: () => Promise.resolve() };
    },
    createLanguage: () => language,
    history: new History(':memory:'),
    typeErrors: 'error',
    onShutdown: () => {},
    ...options,
  });
  let count = 0;
  const request = (type: string, content: JsonObject = {}) =>
    kernel.handle('shell', requestOf(`m${++count}`, type, content));
  const bench: Bench = {
    kernel,
    sent,
    commands,
    language,
    onSent: undefined,
    request,
    execute: (code, content = {}) => request('execute_request', { code, ...content }),
    emit: (event) => listener?.onEvent(event),
    die: (reason) => listener?.onExit(reason),
    settle: async () => {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return bench;
}

function requestOf(id: string, type: string, content: JsonObject): Envelope {
  const header = { msg_id: id, session: 's', username: 'u', date: '', msg_type: type, version: '5.4' };
  return { identities: [], message: { header, parent: {}, metadata: {}, content, buffers: [] } };
}
