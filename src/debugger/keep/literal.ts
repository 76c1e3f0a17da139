const INDENT = '  ';
/** What fits on a line. */
const WIDTH = 100;

/** Plain data as a TypeScript literal, in single quotes, on one line where it fits. */
export function literal(value: unknown, margin = ''): string {
  if (typeof value === 'string') return stringLiteral(value);
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (value === undefined) return 'undefined';
  if (Array.isArray(value)) {
    return wrapped('[', ']', '', margin, (inner) => value.map((item: unknown) => literal(item, inner)));
  }
  return wrapped('{', '}', ' ', margin, (inner) =>
    Object.entries(value as object).map(
      ([key, part]) =>
        `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : stringLiteral(key)}: ${literal(part, inner)}`,
    ),
  );
}

/** Text in single quotes on one line. */
export function stringLiteral(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

function wrapped(
  begin: string,
  end: string,
  padding: string,
  margin: string,
  partsAt: (margin: string) => string[],
): string {
  const inner = margin + INDENT;
  const parts = partsAt(inner);
  if (parts.length === 0) return begin + end;
  const line = `${begin}${padding}${parts.join(', ')}${padding}${end}`;
  if (line.length + margin.length <= WIDTH && !line.includes('\n')) return line;
  return `${begin}\n${parts.map((part) => `${inner}${part},\n`).join('')}${margin}${end}`;
}
