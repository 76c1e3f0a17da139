import { type Comparison, type Executed, renderUserErrors } from '../../src/index.ts';
import type { Notice } from '../model/ui.ts';

/** How an answer is shown: in a line below the panes, or over them. */
export interface Shown {
  readonly notice: Notice | null;
  readonly long: readonly string[] | null;
}

/** Lines that have room below the panes. */
const SHORT = 2;

/** What a person is to see of a command that was carried out. Where the cursor stands now, the screen says anyway. */
export function shownAnswer({ answer, error }: Executed): Shown {
  if (error !== null) return mistake(error);
  if (answer === null || answer.text === '') return { notice: null, long: null };
  if (isMotion(answer.data)) {
    const said = motionText(answer.text, answer.data);
    return { notice: said === null ? null : { text: said, kind: 'plain' }, long: null };
  }
  const lines = answer.text.split('\n');
  if (lines.length <= SHORT) return { notice: { text: answer.text, kind: 'plain' }, long: null };
  return { notice: null, long: lines };
}

export function mistake(error: Parameters<typeof renderUserErrors>[0]): Shown {
  const text = renderUserErrors(error, { color: false }).trimEnd();
  // The line itself stands above, with the cursor in it.
  const lines = text.split('\n').filter((line) => !/^ {2}\|/.test(line));
  return { notice: { text: lines.map((line) => line.trim()).join('\n'), kind: 'mistake' }, long: null };
}

interface MotionData {
  readonly end: string;
  readonly note: string | null;
}

function isMotion(data: unknown): data is MotionData {
  return typeof data === 'object' && data !== null && 'end' in data && 'from' in data && 'to' in data;
}

/** What there is to say about a motion besides where it led: `the end of the run`, `break 1: …`. */
function motionText(text: string, { end, note }: MotionData): string | null {
  if (end === 'arrived' && note === null) return null;
  const [line] = text.split('\n');
  return note ?? /\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(line)?.[1] ?? line;
}

/** Two runs that a command put side by side. */
export function comparisonOf({ answer }: Executed): Comparison | undefined {
  const given = answer?.given;
  return given !== undefined && 'divergence' in given && 'portfolios' in given
    ? (given as Comparison)
    : undefined;
}
