import { availableParallelism, cpus, loadavg } from 'node:os';

/** What the figures were measured on, in a line. A load above the number of cores means that they are not worth much. */
export function machineLine(): string {
  const [model] = cpus();
  const load = loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
  const name = model?.model.trim() || 'unknown processor';
  return `${availableParallelism()} cores (${name}), Node ${process.versions.node}, V8 ${process.versions.v8}, ${process.platform} ${process.arch}, load average ${load}`;
}
