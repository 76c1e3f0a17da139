import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CHANNEL_NAMES, readConnectionFile } from '../../../kernel/wire/connection.ts';
import { Client } from './client.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', '..', 'bin', 'admf.mjs');

export interface StartedKernel {
  readonly client: Client;
  readonly process: ChildProcess;
  /** The notebook's folder: empty, gone after the test. */
  readonly folder: string;
  readonly connectionFile: string;
  /** Another front end on the same kernel. */
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

/** Starts a kernel the way Jupyter does, and a front end on it. Stopped by `stop`. */
export async function startKernel(args: readonly string[] = []): Promise<StartedKernel> {
  const folder = mkdtempSync(join(tmpdir(), 'admf-kernel-'));
  const connectionFile = await writeConnectionFile(folder);
  const child = spawn(process.execPath, [LAUNCHER, 'kernel', 'start', connectionFile, ...args], {
    cwd: folder,
    env: { ...process.env, ADMF_HISTORY: ':memory:', NODE_OPTIONS: '', JPY_PARENT_PID: String(process.pid) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const clients: Client[] = [];
  const connect = async () => {
    const client = new Client(readConnectionFile(connectionFile));
    clients.push(client);
    await client.connect();
    return client;
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    for (const client of clients) client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { client: await connect(), process: child, folder, connectionFile, connect, stop };
}

/** Writes what Jupyter hands to a kernel it starts. Returns the path. */
export async function writeConnectionFile(folder: string): Promise<string> {
  const connectionFile = join(folder, 'connection.json');
  const ports = await freePorts(CHANNEL_NAMES.length);
  writeFileSync(
    connectionFile,
    JSON.stringify({
      transport: 'tcp',
      ip: '127.0.0.1',
      key: randomUUID(),
      signature_scheme: 'hmac-sha256',
      ...Object.fromEntries(CHANNEL_NAMES.map((name, i) => [`${name}_port`, ports[i]])),
    }),
  );
  return connectionFile;
}

/** A kernel of one test. */
export async function kernelForTest(args: readonly string[] = []): Promise<StartedKernel> {
  const kernel = await startKernel(args);
  onTestFinished(() => kernel.stop());
  return kernel;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
