import type { BenchGroup } from '../harness/case.ts';
import type { Scale } from '../harness/scale.ts';

/** One table of the benchmark. */
export interface Table {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  /** What is measured in turns; empty for a table that measures something else than time. */
  readonly groups: readonly BenchGroup[];
  /** Measures, and tells the result as text. */
  run(scale: Scale): Promise<string>;
}
