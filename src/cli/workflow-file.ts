/** Endings of the files that a workflow can stand in. */
export const WORKFLOW_ENDINGS = ['yaml', 'yml', 'toml'];

const ENDING = new RegExp(`\\.(?:${WORKFLOW_ENDINGS.join('|')})$`, 'i');

/** Whether a file is a workflow by its name. */
export function isWorkflowName(name: string): boolean {
  return ENDING.test(name);
}

/** The name of a workflow without its ending; that of another file as it is. */
export function withoutWorkflowEnding(name: string): string {
  return name.replace(ENDING, '');
}
