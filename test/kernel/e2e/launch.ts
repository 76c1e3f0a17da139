import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNEL_NAMES, readConnectionFile } from '../../../kernel/wire/connection.ts';
import { Client } from './client.ts';

/** How to start a kernel, ours or another. */
export interface Launch {
  /** As a kernelspec has it: `{connection_file}` stands for that file. */
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What becomes of what it prints itself. */
  readonly stdio?: 'inherit' | 'ignore';
}

export interface LaunchedKernel {
  readonly process: ChildProcess;
  /** The notebook's folder: empty, gone after `stop`. */
  readonly folder: string;
  readonly connectionFile: string;
  /** A front end that is not connected yet; `stop` closes it. @param patience milliseconds to wait for any message */
  createClient(patience?: number): Client;
  stop(): Promise<void>;
}

const LAUNCHER = join(import.meta.dirname, '..', '..', '..', 'bin', 'admf.mjs');

/**
 * How our kernel is started. It keeps no history of what tests run, and waits for types however busy the machine is: a cell that
 * runs unchecked says so among its outputs.
 */
export function ourKernel(args: readonly string[] = []): Launch {
  return {
    argv: [process.execPath, LAUNCHER, 'kernel', 'start', '{connection_file}', ...args],
    env: { ADMF_HISTORY: ':memory:', ADMF_TYPE_CHECK_SECONDS: '60' },
  };
}

/** Starts a kernel the way Jupyter does. */
export async function launchKernel({ argv, env = {}, stdio = 'inherit' }: Launch): Promise<LaunchedKernel> {
  const folder = mkdtempSync(join(tmpdir(), 'admf-kernel-'));
  const connectionFile = await writeConnectionFile(folder);
  const [command, ...args] = argv.map((part) => part.replace('{connection_file}', connectionFile));
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', JPY_PARENT_PID: String(process.pid), ...env },
    stdio: ['ignore', stdio, stdio],
  });
  const clients: Client[] = [];
  return {
    process: child,
    folder,
    connectionFile,
    createClient(patience) {
      const client = new Client(readConnectionFile(connectionFile), patience);
      clients.push(client);
      return client;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
        await once(child, 'exit');
        clearTimeout(timer);
      }
      for (const client of clients) client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes what Jupyter hands to a kernel it starts. Returns the path. */
export async function writeConnectionFile(folder: string): Promise<string> {
  const connectionFile = join(folder, 'connection.json');
  const ip = ownAddress();
  const ports = await freePorts(CHANNEL_NAMES.length, ip);
  writeFileSync(
    connectionFile,
    JSON.stringify({
      transport: 'tcp',
      ip,
      key: randomUUID(),
      signature_scheme: 'hmac-sha256',
      ...Object.fromEntries(CHANNEL_NAMES.map((name, i) => [`${name}_port`, ports[i]])),
    }),
  );
  return connectionFile;
}

let addresses = 0;

/**
 * An address of this machine that nothing else uses, where there is more than one: a port that was free when it was
 * looked for is taken by others before a kernel has come up.
 */
function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  return `127.${1 + ((process.pid >> 8) & 0x7f)}.${process.pid & 0xff}.${1 + (addresses++ % 254)}`;
}

async function freePorts(count: number, ip: string): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, ip);
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
