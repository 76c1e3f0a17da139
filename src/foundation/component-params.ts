import { z } from 'zod';
import { nameHint } from './nearest-name.ts';
import type { ComponentDescription } from './registry.ts';
import { UserError, UserErrors } from './user-error.ts';

/**
 * The parameters of a component, checked against its schema, with defaults filled in and in the schema's order.
 * @throws UserError naming the component, the parameter, what was expected and what was found; `UserErrors` when
 * several are wrong.
 */
export function parseParams<P>(
  family: string,
  component: ComponentDescription & { readonly params: z.ZodObject & z.ZodType<P> },
  given: unknown,
): P {
  const parsed = z.safeParse(component.params, given ?? {});
  if (parsed.success) return parsed.data as P;
  const who = `${family} ${component.type}`;
  const errors = parsed.error.issues.flatMap((issue) => mistakes(who, issue, given, component.params));
  throw errors.length === 1 ? errors[0] : new UserErrors(errors);
}

function mistakes(who: string, issue: z.core.$ZodIssue, given: unknown, schema: z.ZodObject): UserError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        new UserError(`${who} has no parameter "${path === '' ? key : `${path}.${key}`}"`, {
          code: 'unknown_parameter',
          // The names are only known here for the parameters themselves, not inside one that is an object.
          ...(path === '' ? { hint: nameHint(key, Object.keys(schema.shape)) } : {}),
        }),
    );
  }
  const what = path === '' ? 'parameters' : path;
  return [
    new UserError(`${who}: ${what} ${expectation(issue)}, found ${show(valueAt(given, issue.path))}`, {
      code: 'bad_parameter',
    }),
  ];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
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
