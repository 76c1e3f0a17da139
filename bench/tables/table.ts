import type { BenchGroup } from '../harness/case.ts';
import type { Scale } from '../harness/scale.ts';

/** One table of the benchmark. */
export interface Table {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  /** What is measured in turns; empty for a table that measures something else than time. */
  readonly groups: readonly BenchGroup[];
  /** Whether it is run only when it is named: it needs more than this machine, or many minutes. */
  readonly onlyByName?: boolean;
  /** Measures, and prints each part of the result as soon as it is there. */
  run(scale: Scale, print: (text: string) => void): Promise<void>;
}
