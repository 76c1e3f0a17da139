import type { EngineEvent } from '../../events/event.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventFile } from './event-file.ts';
import { EventLines } from './event-line.ts';
import { TraceFile, type TraceFileOptions } from './trace-file.ts';

/** Events of one container on their way to disk as lines of JSON. */
export class JsonlFile implements EventFile {
  readonly #file: TraceFile;
  readonly #lines: EventLines;

  /** @param folder must exist; a file of the same name in it is an error of the system's, EEXIST. */
  constructor(folder: string, container: string, containers: ContainerNames, options: TraceFileOptions = {}) {
    this.#file = new TraceFile(folder, container, options);
    this.#lines = new EventLines(containers);
  }

  get paths(): readonly string[] {
    return this.#file.paths;
  }

  get written(): number {
    return this.#file.written;
  }

  get flushed(): number {
    return this.#file.flushed;
  }

  write(event: EngineEvent): void {
    this.#file.write(this.#lines.line(event));
  }

  flush(): void {
    this.#file.flush();
  }

  close(): void {
    this.#file.close();
  }
}
