import { nearestName } from '../../foundation/nearest-name.ts';

/** Names listed when none is near; more are a wall of text. */
const MOST_LISTED = 16;

/** No name of ours is longer, and comparing takes time with the length. */
const LONGEST_COMPARED = 200;

/** `did you mean "x"?`, or the first valid names when none is near. */
export function hintFor(typed: string, valid: Iterable<string>): string {
  const names = [...valid];
  const near = nearest(typed, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (names.length === 0) return 'none are known here';
  const listed = names.slice(0, MOST_LISTED).join(', ');
  const rest = names.length - MOST_LISTED;
  if (rest > 0) return `one of ${listed} and ${rest} more`;
  return names.length === 1 ? `the only one is ${listed}` : `one of ${listed}`;
}

/** The valid name that a mistyped one most likely meant. */
export function nearest(typed: string, valid: Iterable<string>): string | undefined {
  return typed.length > LONGEST_COMPARED ? undefined : nearestName(typed, valid);
}
