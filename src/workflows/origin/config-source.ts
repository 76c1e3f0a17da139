import { readFileSync, statSync } from 'node:fs';
import { configDifferences, differenceText } from '../config/config-differences.ts';
import type { WorkflowConfig } from '../config/workflow-config.ts';
import { writtenForm } from '../config/written-form.ts';

/** What a configuration was read from, and what stands there now. */
interface ConfigSource {
  /** As it was read; a fork's own is another. */
  readonly read: WorkflowConfig;
  /** @throws Error when there is no configuration any more. */
  readonly now: () => WorkflowConfig;
  /** What it is called. */
  readonly name: string;
}

const SOURCES = new WeakMap<WorkflowConfig, ConfigSource>();

/** Notes what a configuration was read from. */
export function rememberSource(config: WorkflowConfig, name: string, now: () => WorkflowConfig): void {
  SOURCES.set(config, { read: config, now, name });
}

/** A configuration that was made of another comes from the same place. */
export function inheritSource(config: WorkflowConfig, from: WorkflowConfig): void {
  const source = SOURCES.get(from);
  if (source !== undefined) SOURCES.set(config, source);
}

/** Settings that its source gives otherwise now: `strategies.trend.params.fast 20 → 10`. */
export function changedSettings(config: WorkflowConfig): string[] {
  const source = SOURCES.get(config);
  if (source === undefined) return [];
  let now: WorkflowConfig;
  try {
    now = source.now();
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return [`${source.name} ${isGone ? 'is gone' : 'has got mistakes'}`];
  }
  if (now === source.read) return [];
  return configDifferences(writtenForm(source.read), writtenForm(now)).map(differenceText);
}

/** A file's configuration as it is now; read anew only when its text is another. @param read that of `text`. */
export function fileConfig(
  path: string,
  text: string,
  read: WorkflowConfig,
  parse: (text: string) => WorkflowConfig,
): () => WorkflowConfig {
  let known = { text, config: read };
  return () => {
    const now = readFileSync(path, 'utf8');
    if (now !== known.text) known = { text: now, config: now === text ? read : parse(now) };
    return known.config;
  };
}

/** Changes when a file is written; empty without a file. */
export function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.size} ${found.mtimeMs}`;
}
