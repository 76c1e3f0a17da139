import { CHECKS, type Check, STRICTER_CHECKS, type Verdict } from '../../test/kernel/conformance/checks.ts';
import { launchKernel } from '../../test/kernel/e2e/launch.ts';
import type { ComparedKernel } from './kernels.ts';

/** A check that is not answered by then is failed, in milliseconds. */
const PATIENCE = 5000;

export interface Score {
  /** Of 27. */
  readonly points: number;
  /** Of the stricter ones. */
  readonly beyond: number;
  readonly failures: readonly { readonly check: Check; readonly verdict: Verdict }[];
}

/** Puts a kernel through the checks, in one session as kernel-testbed does. */
export async function scoreKernel({ launch, samples }: ComparedKernel): Promise<Score> {
  const kernel = await launchKernel(launch);
  try {
    const client = kernel.createClient(PATIENCE);
    client.open();
    await client.subscribed();
    const results: { readonly check: Check; readonly verdict: Verdict }[] = [];
    const [end] = CHECKS.slice(-1);
    for (const check of [...CHECKS.slice(0, -1), ...STRICTER_CHECKS, end]) {
      // tslab drops what comes within 200 ms of an error, which is one fault and not three.
      await new Promise((resolve) => setTimeout(resolve, 300));
      results.push({ check, verdict: await check.run({ client, samples }) });
    }
    const pointsOf = (isCounted: (check: Check) => boolean) =>
      results.filter(({ check }) => isCounted(check)).reduce((sum, { verdict }) => sum + verdict.score, 0);
    return {
      points: pointsOf(({ tier }) => tier !== 'beyond'),
      beyond: pointsOf(({ tier }) => tier === 'beyond'),
      failures: results.filter(({ verdict }) => verdict.score < 1),
    };
  } finally {
    await kernel.stop();
  }
}
