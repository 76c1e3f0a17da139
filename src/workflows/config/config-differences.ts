import { placeName } from './config-places.ts';
import { isMap, type Path } from './path.ts';
import { canonicalJson } from './resolved.ts';
import { settingText } from './setting-text.ts';
import { isDefinition } from './strategy-object.ts';
import type { WrittenForm } from './written-form.ts';

/** A setting that two configurations give differently; undefined on the side that has none. */
export interface ConfigDifference {
  readonly path: Path;
  /** `strategies.trend.params.fast` */
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two configurations, setting by setting, in the order of the first. */
export function configDifferences(before: WrittenForm, after: WrittenForm): ConfigDifference[] {
  const found: ConfigDifference[] = [];
  const add = (path: Path, a: unknown, b: unknown) => {
    const name = placeName(a === undefined ? after : before, path) || 'configuration';
    found.push({ path, name, before: a, after: b });
  };
  const visit = (a: unknown, b: unknown, path: Path) => {
    if (isEqual(a, b)) return;
    const lists = Array.isArray(a) && Array.isArray(b) && a.length === b.length;
    const maps = isMap(a) && isMap(b) && !isDefinition(a) && !isDefinition(b);
    if (maps && !isEqual(a.type, b.type) && 'params' in a && 'params' in b) {
      // Parameters of one type say nothing about those of another.
      for (const key of Object.keys(a)) {
        if (key !== 'params') visit(a[key], b[key], [...path, key]);
      }
      add([...path, 'params'], a.params, b.params);
    } else if (lists) {
      for (const [i, item] of a.entries()) visit(item, b[i], [...path, i]);
    } else if (maps && isEqual(a.type, b.type)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        visit(a[key], b[key], [...path, key]);
    } else {
      add(path, a, b);
    }
  };
  visit(before, after, []);
  return found;
}

/** `strategies.trend.params.fast 20 → 10` */
export function differenceText({ name, before, after }: ConfigDifference): string {
  return `${name} ${settingText(before)} → ${settingText(after)}`;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || canonicalJson(a) === canonicalJson(b);
}
