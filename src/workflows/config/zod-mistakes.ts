import type { z } from 'zod';
import { defOf, expectationOf, keysOf, schemaAt } from './expectation.ts';
import { hintFor, nearest } from './hint.ts';
import type { Mistake } from './mistakes.ts';
import { type Path, quoted, shown, valueAt } from './path.ts';
import { keyCalledElsewhere } from './versions.ts';

type Issue = z.core.$ZodIssue;

/** Says what zod found wrong in the words of a configuration: what was expected, what was found, the nearest valid name. */
export function zodMistakes(schema: z.core.$ZodType, root: unknown, issues: readonly Issue[]): Mistake[] {
  return issues.flatMap((issue) => describe(issue, issue.path as Path, { schema, root }));
}

/** Zod's words where a schema gives none. */
const NO_MESSAGE = 'Invalid input';

/** Issues that say that a value is of another kind altogether. */
const ABOUT_KIND: readonly string[] = ['invalid_type', 'invalid_value'];

interface Subject {
  /** The schema that was not met, and the value at its root. */
  readonly schema: z.core.$ZodType;
  readonly root: unknown;
}

function describe(issue: Issue, path: Path, subject: Subject): Mistake[] {
  const value = valueAt(subject.root, path);
  const expected = schemaAt(subject.schema, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, keysOf(expected)));
    case 'custom':
      if (issue.message !== NO_MESSAGE) return [{ code: 'invalid_value', path, message: issue.message }];
      break;
    case 'invalid_key':
    case 'invalid_element': {
      const message = issue.issues[0]?.message ?? issue.message;
      return [{ code: 'invalid_value', path, at: issue.code === 'invalid_key' ? 'key' : 'value', message }];
    }
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch !== undefined)
        return branch.flatMap((inner) => describe(inner, [...path, ...(inner.path as Path)], subject));
      break;
    }
    case 'invalid_format':
    case 'invalid_type':
    case 'invalid_value':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
      break;
  }
  if (value === undefined) return [missingKey(path, expected)];
  const words = expected === undefined ? undefined : expectationOf(expected);
  return [
    {
      code: codeOf(issue),
      path,
      message: words === undefined ? `${issue.message}` : `expected ${words}, found ${shown(value)}`,
      hint: valueHint(issue, value, expected),
    },
  ];
}

function unknownKey(mapPath: Path, key: string, valid: readonly string[]): Mistake {
  const elsewhere = nearest(key, valid) === undefined ? keyCalledElsewhere(key, valid) : undefined;
  return {
    code: 'unknown_key',
    path: [...mapPath, key],
    at: 'key',
    prefixPath: mapPath,
    message: `unknown key ${quoted(key)}`,
    hint: elsewhere === undefined ? hintFor(key, valid) : `here it is called "${elsewhere}"`,
  };
}

function missingKey(path: Path, expected: z.core.$ZodType | undefined): Mistake {
  const words = expected === undefined ? '' : `, expected ${expectationOf(expected)}`;
  const key = path[path.length - 1];
  return {
    code: 'missing_key',
    path,
    prefixPath: path.slice(0, -1),
    message: `missing key ${quoted(String(key ?? ''))}${words}`,
  };
}

/** Of a union, the alternative whose kind of value was given: the mistake is then inside it. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isInside = (issue: Issue) =>
    issue.path.length > 0 || !(ABOUT_KIND.includes(issue.code) || issue.message === NO_MESSAGE);
  return branches.find((issues) => issues.length > 0 && issues.every(isInside));
}

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return 'wrong_type';
    case 'too_small':
    case 'too_big':
    case 'not_multiple_of':
      return 'out_of_range';
    default:
      return 'invalid_value';
  }
}

function valueHint(issue: Issue, value: unknown, expected: z.core.$ZodType | undefined): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const near = nearest(value, issue.values.map(String));
    return near === undefined ? undefined : `did you mean "${near}"?`;
  }
  if (issue.code === 'invalid_union' && typeof value === 'string' && takesList(issue))
    return `write [${value}]`;
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_union') return undefined;
  const wants = issue.code === 'invalid_type' ? issue.expected : undefined;
  if (value === null) {
    const mayBeAbsent =
      expected !== undefined && ['default', 'prefault', 'optional'].includes(defOf(expected).type);
    return mayBeAbsent ? 'give a value, or remove the key' : 'give a value';
  }
  if (wants === 'boolean' && typeof value === 'string') {
    if (/^(y|yes|on|true)$/i.test(value)) return 'write true';
    if (/^(n|no|off|false)$/i.test(value)) return 'write false';
  }
  if ((wants === 'number' || wants === 'int') && typeof value === 'string' && isNumeric(value)) {
    return `write ${value.replaceAll(/[\s,_]/g, '')} without quotes or separators`;
  }
  if (wants === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return 'put it in quotes';
  if (wants === 'array' && (typeof value === 'string' || typeof value === 'number'))
    return `write [${value}]`;
  if (wants === 'object' && typeof value === 'string' && keysOf(expected).includes('type')) {
    return `write { type: ${value} }`;
  }
  return undefined;
}

function takesList({ errors }: z.core.$ZodIssueInvalidUnion): boolean {
  return errors.flat().some((issue) => issue.code === 'invalid_type' && issue.expected === 'array');
}

function isNumeric(text: string): boolean {
  const bare = text.replaceAll(/[\s,_]/g, '');
  return bare !== '' && Number.isFinite(Number(bare));
}
