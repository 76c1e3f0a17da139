import { stringify } from 'yaml';
import type { ConfigValue } from './config-values.ts';
import { isMap, type Path } from './path.ts';
import { isDefinition } from './strategy-object.ts';
import type { WrittenForm } from './written-form.ts';

/** One line of a configuration as YAML; `source` for a line that holds a value. */
export interface ConfigLine {
  readonly text: string;
  readonly value?: ConfigValue;
}

/**
 * A configuration as lines of YAML, a value a line.
 *
 * @param values those that are shown; what holds none of them is left out.
 */
export function configLines(tree: WrittenForm, values: readonly ConfigValue[]): ConfigLine[] {
  const byPath = new Map(values.map((value) => [JSON.stringify(value.path), value]));
  const lines: ConfigLine[] = [];
  /** `lead` stands before the first line: an indent, with a dash for the entry of a list. */
  const write = (node: unknown, path: Path, lead: string, indent: string): void => {
    const value = byPath.get(JSON.stringify(path));
    if (value !== undefined) {
      lines.push({ text: `${lead}${scalar(node)}`, value });
      return;
    }
    const isList = Array.isArray(node);
    const parts = isList ? [...node.entries()] : Object.entries(node as WrittenForm);
    let before = lead;
    for (const [step, part] of parts) {
      const below = [...path, step];
      if (!holds(values, below)) continue;
      const key = isList ? '- ' : `${scalar(String(step))}:`;
      const nested = !byPath.has(JSON.stringify(below));
      const start = `${before}${key}`;
      before = indent;
      if (isList) write(part, below, start, `${indent}  `);
      else if (nested) {
        lines.push({ text: start });
        const inner = `${indent}  `;
        write(part, below, inner, inner);
      } else write(part, below, `${start} `, indent);
    }
  };
  if (values.length > 0) write(tree, [], '', '');
  return lines;
}

function holds(values: readonly ConfigValue[], path: Path): boolean {
  return values.some((value) => path.every((step, i) => value.path[i] === step));
}

function scalar(value: unknown): string {
  if (isDefinition(value)) return `"(${value.type}, given in code)"`;
  if (Array.isArray(value)) return '[]';
  if (isMap(value)) return '{}';
  if (typeof value === 'string' && /[\r\n]/.test(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
