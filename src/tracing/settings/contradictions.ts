/** What one block of settings says twice in different words; `path` leads to the key that is wrong. */
export interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

/** The keys of a block that can contradict one another, as they are written. */
export interface Contradictable {
  readonly enabled?: boolean | undefined;
  readonly mode?: 'off' | 'minimal' | 'sliding_window' | 'full' | undefined;
  readonly retention_policy?: 'trade_complete' | 'sliding_window' | 'all' | 'none' | undefined;
  readonly events_to_trace?: unknown;
  readonly events?: unknown;
  readonly max_events?: number | undefined;
  readonly sliding_window_size?: number | undefined;
  readonly storage_backend?: 'memory' | 'disk' | undefined;
  readonly storage_path?: string | undefined;
  readonly storage_config?:
    | {
        readonly compression?: unknown;
        readonly format?: 'jsonl' | 'arrow' | 'columnar' | undefined;
        readonly max_file_size_mb?: number | undefined;
      }
    | undefined;
}

/** The retention that each mode is short for. */
export const RETENTION_OF_MODE = {
  minimal: 'trade_complete',
  sliding_window: 'sliding_window',
  full: 'all',
} as const;

/** Settings of one block that cannot all be meant. Between blocks there are none: the more specific one wins. */
export function contradictions(rule: Contradictable): Contradiction[] {
  return [...ofRetention(rule), ...ofWindow(rule), ...ofStorage(rule)];
}

function* ofRetention(rule: Contradictable): Generator<Contradiction> {
  const { mode, enabled, retention_policy: retention } = rule;
  if (rule.events !== undefined && rule.events_to_trace !== undefined) {
    yield { path: ['events'], message: 'says the same as "events_to_trace": leave one out' };
  }
  if (mode === undefined) return;
  if (enabled !== undefined && enabled === (mode === 'off')) {
    yield { path: ['enabled'], message: `${enabled} contradicts the mode ${mode}` };
  }
  const implied = mode === 'off' ? 'none' : RETENTION_OF_MODE[mode];
  if (retention !== undefined && retention !== implied) {
    yield { path: ['retention_policy'], message: `the mode ${mode} keeps ${implied}, not ${retention}` };
  }
}

function* ofWindow(rule: Contradictable): Generator<Contradiction> {
  const { mode, max_events: most, sliding_window_size: window } = rule;
  if (window === undefined) return;
  const path = ['sliding_window_size'];
  const said =
    rule.retention_policy ?? (mode === undefined || mode === 'off' ? undefined : RETENTION_OF_MODE[mode]);
  if (window === 0) {
    if (said === 'sliding_window')
      yield { path, message: 'a window of 0 keeps nothing: use retention_policy: none' };
  } else if (said !== undefined && said !== 'sliding_window') {
    yield { path, message: `the retention ${said} has no window; max_events limits it` };
  } else if (most !== undefined && most !== window) {
    yield { path, message: `${window} contradicts max_events, ${most}: leave one out` };
  }
}

function* ofStorage(rule: Contradictable): Generator<Contradiction> {
  const { storage_backend: backend, storage_path: folder, storage_config: config } = rule;
  if (backend === 'memory' && config !== undefined) {
    yield { path: ['storage_config'], message: 'memory has no files: use storage_backend: disk' };
  }
  if (backend === 'disk' && rule.retention_policy === 'none') {
    yield { path: ['storage_backend'], message: 'there is nothing to write with retention_policy: none' };
  }
  const format = config?.format ?? 'jsonl';
  const path = ['storage_config', 'compression'];
  if (format === 'arrow' && config?.compression !== undefined) {
    yield { path, message: 'the format arrow has a compression of its own' };
  } else if (format === 'columnar' && config?.compression === 'gzip') {
    yield { path, message: 'the format columnar is compressed by zstd, or not at all' };
  }
  if (format === 'columnar' && config?.max_file_size_mb !== undefined) {
    const message = 'columnar traces are one file, without max_file_size_mb';
    yield { path: ['storage_config', 'max_file_size_mb'], message };
  }
  if (folder !== undefined && leavesFolder(folder)) {
    const message = 'must stay inside the results of the run: a relative path without ".."';
    yield { path: ['storage_path'], message };
  }
}

/** Also what only Windows would take for an absolute path or a separator: configurations travel. */
function leavesFolder(path: string): boolean {
  return /^([/\\~]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..') || /\p{Cc}/u.test(path);
}
