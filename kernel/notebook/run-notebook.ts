import { randomUUID } from 'node:crypto';
import { createLanguageService } from '../language/create-language-service.ts';
import type { TypeErrorMode } from '../language/language-service.ts';
import { History } from '../protocol/history.ts';
import { Kernel } from '../protocol/kernel.ts';
import { RuntimeProcess } from '../runtime/runtime-process.ts';
import { type Envelope, type Message, PROTOCOL_VERSION } from '../wire/message.ts';
import { NOTEBOOK_METADATA, type Notebook, type NotebookCell, textOfSource } from './ipynb.ts';
import { Outputs } from './outputs.ts';

export interface RunNotebookOptions {
  /** Where its cells run: relative paths and imports start there. */
  readonly folder: string;
  readonly typeErrors: TypeErrorMode;
  /** Goes on behind a cell that failed. */
  readonly keepGoing: boolean;
  /** Stops the running cell as Jupyter's Stop does, and runs none behind it. */
  readonly signal?: AbortSignal;
  /** Called before each cell that is run, with its place among these, from 1. */
  readonly onCell?: (cell: number, cells: number) => void;
}

/** How a notebook ended: what failed, if something did. */
export interface NotebookRun {
  /** The notebook with what its cells put out; of cells that were not run, nothing. */
  readonly notebook: Notebook;
  /** The first cell that failed, by its place among those that were run, with its error in one line. */
  readonly failure: { readonly cell: number; readonly error: string } | null;
}

/** Nobody waits in front of a screen: a cell is checked even on a busy machine. Milliseconds. */
const PATIENCE = 120_000;

/** Runs the code cells of a notebook with a kernel in this process: no sockets, no Jupyter. */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const { folder, typeErrors, keepGoing, signal, onCell } = options;
  const outputs = new Outputs();
  const requests = new Map<string, number>();
  const replies = new Map<string, (reply: Message) => void>();
  const kernel = new Kernel({
    outbox: {
      publish: ({ message }) => {
        const cell = requests.get('msg_id' in message.parent ? message.parent.msg_id : '');
        if (cell !== undefined) outputs.take(cell, message);
      },
      reply: (_channel, { message }) => {
        if ('msg_id' in message.parent) replies.get(message.parent.msg_id)?.(message);
      },
    },
    startRuntime: (listener) => new RuntimeProcess({ folder, listener }),
    createLanguage: (names) =>
      createLanguageService({
        folder,
        globals: new URL('../runtime/notebook-globals.ts', import.meta.url),
        names,
        limits: { check: PATIENCE, completion: PATIENCE, hover: PATIENCE },
      }),
    history: new History(':memory:'),
    typeErrors,
    onShutdown: () => {},
  });
  const interrupt = () => kernel.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    const code = notebook.cells.filter(isRun).length;
    const counts = new Map<number, number>();
    let failure: NotebookRun['failure'] = null;
    let place = 0;
    for (const [index, cell] of notebook.cells.entries()) {
      if (!isRun(cell)) continue;
      if (signal?.aborted === true || (failure !== null && !keepGoing)) break;
      onCell?.(++place, code);
      const request = requestOf(textOfSource(cell.source));
      const { msg_id: id } = request.message.header;
      requests.set(id, index);
      const { promise, resolve } = Promise.withResolvers<Message>();
      replies.set(id, resolve);
      kernel.handle('shell', request);
      const { content } = await promise;
      counts.set(index, content.execution_count as number);
      if (content.status !== 'ok')
        failure ??= { cell: place, error: `${String(content.ename)}: ${String(content.evalue)}` };
    }
    const cells = notebook.cells.map((cell, index) => executed(cell, outputs.of(index), counts.get(index)));
    return {
      notebook: { ...notebook, cells, metadata: { ...notebook.metadata, ...NOTEBOOK_METADATA } },
      failure,
    };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    await kernel.close();
  }
}

function isRun({ cell_type: type, source }: NotebookCell): boolean {
  return type === 'code' && textOfSource(source).trim() !== '';
}

function executed(
  cell: NotebookCell,
  outputs: NotebookCell['outputs'],
  count: number | undefined,
): NotebookCell {
  return cell.cell_type === 'code' ? { ...cell, execution_count: count ?? null, outputs } : cell;
}

function requestOf(code: string): Envelope {
  return {
    identities: [],
    message: {
      header: {
        msg_id: randomUUID(),
        session: 'notebook',
        username: 'admf',
        date: '',
        msg_type: 'execute_request',
        version: PROTOCOL_VERSION,
      },
      parent: {},
      metadata: {},
      content: { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: false },
      buffers: [],
    },
  };
}
