import { createHash } from 'node:crypto';

/**
 * The same picture in a fraction of the text: Plotly writes a path with all its style for each candle, bar and mark. Paths of one
 * style that stand side by side become one, marks of one shape are drawn once and used again, and numbers have the hundredths of a
 * pixel that they are good for.
 */
export function compactSvg(svg: string): string {
  const prefix = `m${createHash('sha256').update(svg).digest('hex').slice(0, 8)}`;
  const shapes = new Map<string, string>();
  const plain = svg
    .replaceAll(/vector-effect: none; ?/g, '')
    .replaceAll(/(?<=["; ])opacity: 1; ?/g, '')
    .replaceAll(/ style=""/g, '')
    .replaceAll(/ d="([^"]*)"/g, (_, path: string) => ` d="${rounded(path)}"`)
    .replaceAll(/<g class="point">(<path[^>]*\/>)<\/g>/g, '$1');
  const compact = plain.replaceAll(/(?:<path[^>]*\/>){2,}/g, (paths) => {
    const all = [...paths.matchAll(/<path([^>]*)\/>/g)].map(([, attributes]) => attributesOf(attributes));
    if (all.every(({ transform }) => transform === undefined)) return joined(all);
    const isMarks = all.every((one) => MOVED.test(one.transform ?? ''));
    return isMarks ? marked(all, prefix, shapes) : paths;
  });
  if (shapes.size === 0) return compact;
  const defined = [...shapes].map(([shape, id]) => `<path id="${id}"${shape}/>`).join('');
  return compact.replace(/(<svg[^>]*>)/, `$1<defs>${defined}</defs>`);
}

type Attributes = Readonly<Record<string, string>>;

const MOVED = /^translate\((-?[\d.]+),(-?[\d.]+)\)$/;

function attributesOf(text: string): Attributes {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
}

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

/** Plotly's classes are for its own style sheet, which no picture has. */
function withoutClass(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'class'));
}

/** Candles and bars do not lie over one another, so that those of one colour may be drawn together. */
function joined(paths: readonly Attributes[]): string {
  const byStyle = new Map<string, string[]>();
  for (const { d = '', ...style } of paths) {
    const key = written(withoutClass(style));
    byStyle.set(key, [...(byStyle.get(key) ?? []), d]);
  }
  return [...byStyle].map(([style, parts]) => `<path${style} d="${parts.join('')}"/>`).join('');
}

/** Marks keep their order: they may lie over one another. */
function marked(paths: readonly Attributes[], prefix: string, shapes: Map<string, string>): string {
  return paths
    .map(({ transform, ...shape }) => {
      const key = written(withoutClass(shape));
      const id = shapes.get(key) ?? `${prefix}-${shapes.size}`;
      shapes.set(key, id);
      const [, x, y] = MOVED.exec(transform) ?? [];
      return `<use href="#${id}" x="${hundredths(x)}" y="${hundredths(y)}"/>`;
    })
    .join('');
}

/** A path without what lies below hundredths of a pixel, and without wicks of no length. */
function rounded(path: string): string {
  return path.replaceAll(/-?\d*\.\d{3,}(?:e-?\d+)?/g, hundredths);
}

function hundredths(number: string): string {
  return String(Math.round(Number(number) * 100) / 100);
}
