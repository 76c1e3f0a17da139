import { canonicalJson } from '../../workflows/config/resolved.ts';
import type { WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import { type WrittenForm, writtenForm } from '../../workflows/config/written-form.ts';

/** A configuration as JSON holds it; a strategy given in code stands as its name and a hash of its text. */
export function plainForm(config: WorkflowConfig): WrittenForm {
  return JSON.parse(canonicalJson(writtenForm(config))) as WrittenForm;
}

/** Whether strategies of it were given in code, which no file can hold. */
export function hasCode(config: WorkflowConfig): boolean {
  return config.strategies.some(({ type }) => typeof type !== 'string');
}
