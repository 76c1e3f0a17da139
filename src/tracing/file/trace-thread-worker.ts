/** Writes chunks of traces to their files, one after the other, as they come. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Envelope } from '../log/envelopes.ts';
import { appendPressed } from './append-chunk.ts';
import type { ChunkVocabulary } from './chunk.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { unpack } from './packed-chunk.ts';
import {
  type ChunkMessage,
  FAILURES,
  type Failure,
  FIRST_SLOT,
  FREE,
  READY,
  SLOTS,
  type ThreadData,
  type ToThread,
} from './trace-thread-messages.ts';

class ToldEnvelopes {
  readonly known: Envelope[] = [];

  get count(): number {
    return this.known.length;
  }

  at(number: number): Envelope {
    return this.known[number];
  }
}

/** A file's vocabulary as far as it was told. */
class ToldVocabulary implements ChunkVocabulary {
  readonly names: string[] = [];
  readonly envelopes = new ToldEnvelopes();
  containers: readonly string[] = [];
  types: Readonly<Record<number, string>> = {};

  add({ names, envelopes, containers, types }: ChunkMessage): void {
    this.names.push(...names);
    this.envelopes.known.push(...envelopes);
    this.containers = containers;
    this.types = types;
  }
}

interface OpenFile {
  readonly vocabulary: ToldVocabulary;
  readonly writer: ChunkWriter;
}

const { control, failures } = workerData as ThreadData;
const port = parentPort as NonNullable<typeof parentPort>;
const files = new Map<number, OpenFile>();
/** What comes after a hole would be read as if nothing were missing. */
const failed = new Set<number>();
const memories: (SharedArrayBuffer | undefined)[] = Array.from({ length: SLOTS });

function fileOf(number: number): OpenFile {
  let file = files.get(number);
  if (file === undefined) {
    const vocabulary = new ToldVocabulary();
    file = { vocabulary, writer: new ChunkWriter(vocabulary) };
    files.set(number, file);
  }
  return file;
}

function write(message: ChunkMessage): void {
  const { file, descriptor, slot, memory, chunk } = message;
  if (memory !== undefined) memories[slot] = memory;
  const { vocabulary, writer } = fileOf(file);
  vocabulary.add(message);
  if (failed.has(file)) return;
  appendPressed(descriptor, writer.body(unpack(chunk, memories[slot] as SharedArrayBuffer)));
}

port.on('message', (message: ToThread) => {
  const { file } = message;
  if (message.type === 'closed') {
    files.delete(file);
    failed.delete(file);
    return;
  }
  try {
    write(message);
  } catch (error) {
    failed.add(file);
    const { message: text, stack, code } = error as NodeJS.ErrnoException;
    failures.postMessage({ file, message: text, stack, code } satisfies Failure);
    Atomics.add(control, FAILURES, 1);
  } finally {
    Atomics.store(control, FIRST_SLOT + message.slot, FREE);
    Atomics.notify(control, FIRST_SLOT + message.slot);
  }
});
Atomics.store(control, READY, 1);
Atomics.notify(control, READY);
