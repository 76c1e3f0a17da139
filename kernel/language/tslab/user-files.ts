import { statSync } from 'node:fs';

/** TypeScript's `FileWatcherEventKind`. */
type EventKind = 0 | 1 | 2;
export type FileCallback = (path: string, kind: EventKind) => void;
export type DirectoryCallback = (path: string) => void;
interface Watcher {
  close(): void;
}

interface WatchedFile {
  readonly path: string;
  readonly callback: FileCallback;
  stamp: string | undefined;
}

/**
 * Tells TypeScript which of the user's files changed, when it is asked for it. tslab's watchers look at each file of
 * the standard library four times a second and see a change late.
 */
export class UserFiles {
  readonly #files = new Set<WatchedFile>();
  readonly #directories = new Map<object, { readonly path: string; readonly callback: DirectoryCallback }>();

  watchFile(path: string, callback: FileCallback): Watcher {
    const file = { path, callback, stamp: stampOf(path) };
    this.#files.add(file);
    return { close: () => this.#files.delete(file) };
  }

  watchDirectory(path: string, callback: DirectoryCallback): Watcher {
    const key = {};
    this.#directories.set(key, { path, callback });
    return { close: () => this.#directories.delete(key) };
  }

  /** Looks for files that changed. @param anew whether modules that were not found are to be looked for again */
  refresh(anew: boolean): void {
    for (const file of this.#files) {
      const stamp = stampOf(file.path);
      if (stamp === file.stamp) continue;
      const kind = file.stamp === undefined ? 0 : stamp === undefined ? 2 : 1;
      file.stamp = stamp;
      file.callback(file.path, kind);
    }
    if (!anew) return;
    for (const { path, callback } of this.#directories.values()) callback(path);
  }
}

function stampOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.mtimeMs} ${stats.size}`;
}
