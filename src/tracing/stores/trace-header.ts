import { UserError } from '../../foundation/user-error.ts';

/** Version of trace files; rises when a reader must know. */
const TRACE_VERSION = 1;

/** What stands in the first line of a trace file. */
export interface TraceHeader {
  /** Container that the trace is of. */
  readonly container: string;
  /** Counts the files of a container from 1. */
  readonly part: number;
  /** Names of the event types that were kept; null for all. */
  readonly events: readonly string[] | null;
}

/** `{"admf_trace":1,"container":"portfolio_p","part":1,"events":null}` */
export function formatHeader({ container, part, events }: TraceHeader): string {
  return JSON.stringify({ admf_trace: TRACE_VERSION, container, part, events });
}

/**
 * @param file named in messages.
 * @throws UserError when the line is not the first of a trace, or of a newer version than this one reads.
 */
export function parseHeader(line: string, file: string): TraceHeader {
  const { admf_trace: version, container, part, events = null } = objectOf(line);
  if (typeof version !== 'number' || !Number.isInteger(version)) throw notATrace(file);
  if (version > TRACE_VERSION) {
    throw new UserError(`the trace is of version ${version}, this ADMF reads up to ${TRACE_VERSION}`, {
      code: 'newer_trace',
      location: { file },
      hint: 'read it with the ADMF that wrote it, or a newer one',
    });
  }
  if (typeof container !== 'string' || typeof part !== 'number') throw notATrace(file);
  return { container, part, events: Array.isArray(events) ? events.map(String) : null };
}

/** @param file named in the message. */
export function notATrace(file: string): UserError {
  return new UserError('this is not a trace of ADMF: its first line does not say so', {
    code: 'not_a_trace',
    location: { file },
    hint: 'traces stand in the folder traces/ of a run',
  });
}

function objectOf(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
