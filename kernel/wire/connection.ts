import { readFileSync } from 'node:fs';
import { KernelMistake } from '../mistake.ts';

export const CHANNEL_NAMES = ['shell', 'control', 'stdin', 'iopub', 'hb'] as const;

export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** Where a kernel listens, and the secret that signs its messages. */
export interface Connection {
  readonly transport: 'tcp' | 'ipc';
  /** Address, or for ipc the path that ports are appended to. */
  readonly ip: string;
  readonly ports: Readonly<Record<ChannelName, number>>;
  readonly key: string;
}

/** ZeroMQ endpoint of a channel. */
export function endpoint({ transport, ip, ports }: Connection, channel: ChannelName): string {
  return transport === 'ipc' ? `ipc://${ip}-${ports[channel]}` : `tcp://${ip}:${ports[channel]}`;
}

/**
 * Reads the file that Jupyter hands to a kernel it starts.
 *
 * @throws KernelMistake when the file is missing, no JSON, or lacks something, with what it lacks.
 */
export function readConnectionFile(path: string): Connection {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw mistake(path, `cannot be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw mistake(path, `is no JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null) throw mistake(path, 'holds no object');
  return parseConnection(value as Record<string, unknown>, path);
}

function parseConnection(value: Record<string, unknown>, path: string): Connection {
  const { transport = 'tcp', ip, key = '', signature_scheme: scheme = 'hmac-sha256' } = value;
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw mistake(path, `names the transport ${JSON.stringify(transport)}; the kernel knows tcp and ipc`);
  }
  if (typeof ip !== 'string') throw mistake(path, 'names no ip');
  if (typeof key !== 'string') throw mistake(path, 'has a key that is no text');
  if (key !== '' && scheme !== 'hmac-sha256') {
    throw mistake(path, `wants the signature ${JSON.stringify(scheme)}; the kernel knows hmac-sha256`);
  }
  const ports = Object.fromEntries(
    CHANNEL_NAMES.map((name) => {
      const port = value[`${name}_port`];
      if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
        throw mistake(path, `has no usable ${name}_port: ${JSON.stringify(port)}`);
      }
      return [name, port];
    }),
  ) as Record<ChannelName, number>;
  return { transport, ip, ports, key };
}

function mistake(path: string, what: string): KernelMistake {
  return new KernelMistake(`connection file ${path} ${what}`, {
    code: 'bad_connection_file',
    hint: 'Jupyter writes this file; "admf kernel install" makes ADMF known to Jupyter',
  });
}
