import type { z } from 'zod';
import { nameHint } from './nearest-name.ts';
import { UserError, UserErrors } from './user-error.ts';

/**
 * Parameters checked by a strict zod object, with defaults filled in and in the schema's order.
 *
 * @param who opens every message: `feature sma`, `generate:gbm`.
 * @param given nothing (undefined, null) is the same as no parameters.
 * @throws UserError naming the parameter, what was expected and what was found, unknown ones with the nearest valid
 *   name; `UserErrors` when several are wrong.
 */
export function parseParams<S extends z.ZodObject>(who: string, schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => mistakes(who, issue, given, schema));
  throw errors.length === 1 ? errors[0] : new UserErrors(errors);
}

function mistakes(who: string, issue: z.core.$ZodIssue, given: unknown, schema: z.ZodObject): UserError[] {
  if (issue.code === 'unrecognized_keys') {
    const valid = Object.keys(shapeAt(schema, issue.path));
    return issue.keys.map(
      (key) =>
        new UserError(`${who} has no parameter "${[...issue.path, key].join('.')}"`, {
          code: 'unknown_parameter',
          hint: nameHint(key, valid),
        }),
    );
  }
  const path = issue.path.map(String).join('.');
  const what = path === '' ? 'parameters' : path;
  const found = show(valueAt(given, issue.path));
  return [new UserError(`${who}: ${what} ${expectation(issue)}, found ${found}`, { code: 'bad_parameter' })];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be ${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive === true ? 'at most' : 'below'} ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    default:
      return issue.message;
  }
}

/** The keys of the nested object at `path`. */
function shapeAt(schema: z.ZodObject, path: readonly PropertyKey[]): Record<string, unknown> {
  let shape: Record<string, unknown> = schema.shape;
  for (const key of path) {
    let member: unknown = shape[String(key)];
    while (isWrapper(member)) member = member.unwrap();
    shape = (member as z.ZodObject).shape;
  }
  return shape;
}

function isWrapper(member: unknown): member is { unwrap(): unknown } {
  return typeof member === 'object' && member !== null && 'unwrap' in member && !('shape' in member);
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let value = given;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  return JSON.stringify(value) ?? typeof value;
}
