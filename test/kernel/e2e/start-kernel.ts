import { onTestFinished } from 'vitest';
import type { Client } from './client.ts';
import { type LaunchedKernel, launchKernel, ourKernel } from './launch.ts';

export { writeConnectionFile } from './launch.ts';

export interface StartedKernel
  extends Pick<LaunchedKernel, 'process' | 'folder' | 'connectionFile' | 'stop'> {
  readonly client: Client;
  /** Another front end on the same kernel. */
  connect(): Promise<Client>;
}

/** Starts our kernel, and a front end on it. Stopped by `stop`. */
export async function startKernel(args: readonly string[] = []): Promise<StartedKernel> {
  const launched = await launchKernel(ourKernel(args));
  // Who waits for a kernel that has ended waits for ever.
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});
  launched.process.once('exit', (code, signal) =>
    gone.reject(new Error(`the kernel has ended (${code ?? signal})`)),
  );
  const connect = async () => {
    const client = launched.createClient();
    await Promise.race([client.connect(), gone.promise]);
    return client;
  };
  try {
    return { ...launched, client: await connect(), connect };
  } catch (error) {
    await launched.stop();
    throw error;
  }
}

/** A kernel of one test. */
export async function kernelForTest(args: readonly string[] = []): Promise<StartedKernel> {
  const kernel = await startKernel(args);
  onTestFinished(() => kernel.stop());
  return kernel;
}
