import { isAbsolute, relative, resolve, sep } from 'node:path';
import { UserError } from '../foundation/user-error.ts';
import type { TraceNotice } from '../tracing/stores/trace-reader.ts';
import { checkRunFormat } from '../workflows/stored-run.ts';
import type { CliEffects } from './effects.ts';

/** The trace that a command reads. */
export interface TraceInput {
  /** Absolute. */
  readonly path: string;
  /** Tells each notice once, however often the trace is read. */
  readonly onNotice: (notice: TraceNotice) => void;
}

/** Reads a trace that was named on the command line; messages name files as seen from the current folder. */
export async function withTrace<T>(
  named: string,
  { cwd, stderr }: CliEffects,
  work: (input: TraceInput) => Promise<T>,
): Promise<T> {
  const shown = (file: string) => {
    // Not all places are files: a mistake in an option names the option.
    const path = isAbsolute(file) ? relative(cwd, file) : file;
    if (path === '') return '.';
    return path.startsWith('..') ? file : path.replaceAll(sep, '/');
  };
  const told = new Set<string>();
  const onNotice = ({ file, message }: TraceNotice) => {
    const line = `note: ${shown(file)}: ${message}\n`;
    if (!told.has(line)) stderr.write(line);
    told.add(line);
  };
  try {
    const path = resolve(cwd, named);
    await checkRunFormat(path, named);
    return await work({ path, onNotice });
  } catch (error) {
    if (!(error instanceof UserError) || error.location === undefined) throw error;
    const { message, code, hint, excerpt, location, exitCode } = error;
    const file = shown(location.file);
    throw new UserError(message, {
      code,
      hint,
      excerpt,
      exitCode,
      cause: error,
      location: { ...location, file },
    });
  }
}
