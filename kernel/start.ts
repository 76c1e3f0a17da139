import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { createLanguageService, limitsOf } from './language/create-language-service.ts';
import type { TypeErrorMode } from './language/language-service.ts';
import { History } from './protocol/history.ts';
import { historyFile } from './protocol/history-file.ts';
import { Kernel } from './protocol/kernel.ts';
import { RuntimeProcess } from './runtime/runtime-process.ts';
import { Sockets } from './transport/sockets.ts';
import { readConnectionFile } from './wire/connection.ts';

export interface StartOptions {
  readonly connectionFile: string;
  readonly typeErrors: TypeErrorMode;
}

/**
 * Runs a kernel until a front end shuts it down, or a signal does.
 *
 * @throws KernelMistake when the connection file is of no use, or a port is taken.
 */
export async function startKernel({ connectionFile, typeErrors }: StartOptions): Promise<void> {
  const sockets = new Sockets(readConnectionFile(connectionFile));
  const ended = Promise.withResolvers<void>();
  const folder = process.cwd();
  // The process that runs cells starts while the sockets are bound.
  const kernel = new Kernel({
    outbox: sockets,
    startRuntime: (listener) => new RuntimeProcess({ folder, env: runtimeEnvironment(), listener }),
    createLanguage: (names) =>
      createLanguageService({
        folder,
        globals: new URL('./runtime/notebook-globals.ts', import.meta.url),
        names,
        limits: limitsOf(),
      }),
    history: openHistory(),
    typeErrors,
    onShutdown: ended.resolve,
  });
  const stop = () => void kernel.close().then(ended.resolve);
  watchParent(stop);
  process.once('SIGTERM', stop);
  process.once('SIGHUP', stop);
  // For clients that know no other way; the kernelspec asks for messages.
  process.on('SIGINT', () => kernel.interrupt());
  try {
    await sockets.listen((channel, request) => kernel.handle(channel, request));
    kernel.announce();
    setTimeout(() => kernel.load(), LOAD_AFTER).unref();
    await ended.promise;
  } catch (error) {
    await kernel.close();
    throw error;
  } finally {
    await sockets.close();
  }
}

/** A notebook that is opened is read before it is typed in: by then TypeScript is there. Milliseconds. */
const LOAD_AFTER = 1000;

/** How often to look whether the front end is still there, in milliseconds. */
const PARENT_WATCH = 1000;

/** Jupyter names itself in the environment; when it has died without a word, the kernel goes, too. */
function watchParent(onGone: () => void): void {
  if (process.env.JPY_PARENT_PID === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, PARENT_WATCH).unref();
}

/** Code that is compiled once is not compiled again for each runtime. */
function runtimeEnvironment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return {
    ...process.env,
    // Somebody sits before it, who may want to walk its sessions in a terminal, too.
    ADMF_ATTACHABLE: '1',
    ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) }),
  };
}

/** A history that cannot be kept is no reason not to start: a read-only home, a disk that is full. */
function openHistory(): History {
  try {
    return new History(historyFile());
  } catch (error) {
    console.error(`admf kernel: history is not kept: ${(error as Error).message}`);
    return new History(':memory:');
  }
}
