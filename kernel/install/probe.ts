import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Codec } from '../wire/codec.ts';
import { CHANNEL_NAMES } from '../wire/connection.ts';
import { PROTOCOL_VERSION } from '../wire/message.ts';

/** A kernel that is asked who it is and does not say so by then will not, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Starts a kernel as Jupyter would, asks it who it is, and ends it. Returns how long that took, in milliseconds.
 *
 * @throws Error with what it said when it ended, or when it does not answer.
 */
export async function probeKernel(argv: readonly string[]): Promise<number> {
  const { Dealer } = await import('zeromq');
  const folder = mkdtempSync(join(tmpdir(), 'admf-doctor-'));
  const path = join(folder, 'connection.json');
  // Sockets in files: no port can be taken.
  const key = randomUUID();
  const ports = Object.fromEntries(CHANNEL_NAMES.map((name, i) => [`${name}_port`, i + 1]));
  const ip = join(folder, 'kernel');
  writeFileSync(
    path,
    JSON.stringify({ transport: 'ipc', ip, key, signature_scheme: 'hmac-sha256', ...ports }),
  );
  const [command, ...args] = argv.map((part) => part.replace('{connection_file}', path));
  const begun = performance.now();
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const socket = new Dealer({ linger: 0, receiveTimeout: PATIENCE, reconnectInterval: 10 });
  try {
    socket.connect(`ipc://${ip}-1`);
    await socket.send(new Codec(key).encode({ identities: [], message: question() }));
    await Promise.race([socket.receive(), failureOf(child)]);
    return performance.now() - begun;
  } finally {
    socket.close();
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

function question() {
  const header = {
    msg_id: randomUUID(),
    session: randomUUID(),
    username: 'doctor',
    date: new Date().toISOString(),
    msg_type: 'kernel_info_request',
    version: PROTOCOL_VERSION,
  };
  return { header, parent: {}, metadata: {}, content: {}, buffers: [] };
}

async function failureOf(child: ChildProcess): Promise<never> {
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => (said += piece.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(said.trim().split('\n')[0] || `it ended with exit code ${code}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
