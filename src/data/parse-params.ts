import type { z } from 'zod';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError, UserErrors } from '../foundation/user-error.ts';

/**
 * `value` checked by a strict zod object, defaults filled in. Every mistake in it is told at once, unknown names with
 * the nearest valid one. `what` opens the message: `generate:gbm`.
 */
export function parseParams<S extends z.ZodObject>(what: string, schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const inner = issue.path.length > 0 ? shapeAt(schema, issue.path) : schema.shape;
      return issue.keys.map(
        (key) =>
          new UserError(`${what}: unknown key "${[...issue.path, key].join('.')}"`, {
            code: 'unknown_key',
            hint: nameHint(key, Object.keys(inner)),
          }),
      );
    }
    const name = issue.path.join('.');
    return [
      new UserError(`${what}: ${name === '' ? '' : `${name} `}${lowerFirst(issue.message)}`, {
        code: 'bad_value',
      }),
    ];
  });
  throw errors.length === 1 ? errors[0] : new UserErrors(errors);
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

function lowerFirst(message: string): string {
  return message.slice(0, 1).toLowerCase() + message.slice(1);
}
