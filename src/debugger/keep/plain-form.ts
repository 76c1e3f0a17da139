import { isMap } from '../../workflows/config/path.ts';
import { canonicalJson } from '../../workflows/config/resolved.ts';
import { isDefinition } from '../../workflows/config/strategy-object.ts';
import type { WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import { type WrittenForm, writtenForm } from '../../workflows/config/written-form.ts';

/** A configuration as JSON holds it; a strategy given in code stands as its name and a hash of its text. */
export function plainForm(config: WorkflowConfig): WrittenForm {
  return plain(writtenForm(config)) as WrittenForm;
}

/** Whether strategies of it were given in code, which no file can hold. */
export function hasCode(config: WorkflowConfig): boolean {
  return config.strategies.some(({ type }) => typeof type !== 'string');
}

function plain(value: unknown): unknown {
  if (isDefinition(value)) return JSON.parse(canonicalJson(value)) as unknown;
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
