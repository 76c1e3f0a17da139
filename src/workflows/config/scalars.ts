import { z } from 'zod';
import { expects } from '../../foundation/expects.ts';

/** A name that becomes part of file names: no separators, no leading dot. */
export const slug = () =>
  expects(
    'a name of letters, digits, "-", "_" or ".", a letter or digit at both ends, at most 80 long',
    z
      .string()
      .max(80)
      .regex(/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?$/),
  );

/** ISO 8601; a space may stand for the T, as in YAML timestamps. Whether there is such a day is checked by `momentOf`. */
export const moment = () =>
  expects(
    'a date such as 2000-01-31, or a date and time such as 2000-01-31T14:30:00Z',
    z
      .string()
      .regex(
        /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?(?:[Zz]|[+-]\d{2}:?\d{2}))?)?$/,
      ),
  );

/** Exchanges use slashes, carets and dots: BTC/USDT, ^GSPC, BRK.B. Steps out of a folder are refused. */
export const symbol = () =>
  expects(
    'a symbol without spaces, such as SPX or BTC/USDT',
    z
      .string()
      .max(80)
      .regex(/^(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\s\\\p{C}]+$/u),
  );

export const positive = () => z.number().gt(0);
