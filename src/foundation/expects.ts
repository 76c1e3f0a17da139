import { z } from 'zod';

/** Words for what a schema expects, where its type and bounds alone do not say it: "a date such as 2000-01-31". */
export const expectations = z.registry<{ readonly text: string }>();

/** Gives a schema words for what it accepts, as messages about mistakes say it. */
export const expects = <T extends z.ZodType>(text: string, schema: T): T => {
  expectations.add(schema, { text });
  return schema;
};
