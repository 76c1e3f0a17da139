import { escapeHtml } from '../../foundation/html.ts';

/** Text that is HTML already. Everything else is escaped where it is put in. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type HtmlPart = Html | string | number | null | undefined | false | readonly HtmlPart[];

/** HTML from a template. Values are escaped, lists joined; `null`, `undefined` and `false` are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  let text = parts[0];
  values.forEach((value, i) => {
    text += written(value) + parts[i + 1];
  });
  return new Html(text);
}

function written(value: HtmlPart): string {
  if (value instanceof Html) return value.text;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(written).join('');
  return escapeHtml(String(value));
}
