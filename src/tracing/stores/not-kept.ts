import type { ContainerTrace } from './trace-catalogue.ts';

/** Why an event is not in the traces of a run, and the setting that would keep it. @param id its whole id. */
export function notKept(traces: readonly ContainerTrace[], id: string): string {
  const slash = id.lastIndexOf('/');
  const container = id.slice(0, slash);
  const type = id
    .slice(slash + 1, id.lastIndexOf('-'))
    .toUpperCase()
    .replaceAll('-', '_');
  const trace = traces.find((candidate) => candidate.container === container);
  if (trace === undefined) {
    return `${container} kept no trace; tracing: { overrides: [{ pattern: ${container}, mode: full }] } in the workflow keeps one`;
  }
  if (trace.events !== null && !trace.events.includes(type)) {
    return `${container} kept only ${trace.events.join(', ')}; add ${type} to its events under tracing in the workflow`;
  }
  return `the trace of ${container} does not hold it; a run that was stopped ends before it was`;
}
