import { checkAgreement } from './agreement.ts';
import type { BenchGroup, Outcome, Work } from './case.ts';
import { CaseProcess, type TimedRun } from './case-process.ts';
import type { Scale } from './scale.ts';

/** What was measured of one case. Plain data: it comes from another process. */
export interface Measurement {
  readonly id: string;
  /** Of the first run in a process of its own; null when that was not asked for. */
  readonly coldSeconds: number | null;
  /** Of each round, in order: entry i of all cases of a group was measured at about the same time. */
  readonly warmSeconds: readonly number[];
  readonly work: number;
  readonly events: number | null;
  readonly bytes?: number;
}

/**
 * Runs the cases of a group in turns, each in a process of its own, so that whatever else the machine does meets all of
 * them, and checks that they agree. The first run of each is its cold one. The order is reversed in every other round: who
 * runs first is not always the same.
 *
 * @throws Error when their answers differ.
 */
export async function measureApart(table: string, group: BenchGroup, scale: Scale): Promise<Measurement[]> {
  const processes = group.cases.map(({ id }) => new CaseProcess(table, group.id, id, scale));
  const runs = new Map<string, TimedRun[]>(group.cases.map(({ id }) => [id, []]));
  try {
    for (let round = 0; round <= scale.rounds; round++) {
      for (const each of round % 2 === 1 ? processes.toReversed() : processes) {
        runs.get(each.id)?.push(round === 0 ? await each.run(true) : await runRound(each, scale));
      }
      const outcomes = group.cases.map(({ id }): [string, Outcome] => [
        id,
        (runs.get(id) as TimedRun[])[round].outcome,
      ]);
      checkAgreement(group, new Map(outcomes));
      if (round === 0) for (const each of processes) await warmUp(each, runs.get(each.id)?.[0], scale);
    }
  } finally {
    for (const each of processes) each.stop();
  }
  return group.cases.map(({ id }) => {
    const [cold, ...warm] = runs.get(id) as TimedRun[];
    const { work, events, bytes } = cold.outcome;
    const warmSeconds = warm.map(({ seconds }) => seconds);
    return { id, coldSeconds: cold.seconds, warmSeconds, work, events, bytes };
  });
}

async function warmUp(process: CaseProcess, cold: TimedRun | undefined, scale: Scale): Promise<void> {
  let spent = cold?.seconds ?? 0;
  while (spent < scale.warmUpSeconds) spent += (await process.run(false)).seconds;
}

/** As many runs as a round has time for, at least one, and the median of their times: the first one after a pause is slower. */
async function runRound(process: CaseProcess, { roundSeconds }: Scale): Promise<TimedRun> {
  const runs: TimedRun[] = [];
  let spent = 0;
  do {
    const run = await process.run(false);
    runs.push(run);
    spent += run.seconds;
  } while (spent < roundSeconds);
  return { ...runs[0], seconds: median(runs.map(({ seconds }) => seconds)) };
}

/**
 * The same in this process, for a quick look: times of cases that share code are then not their own.
 *
 * @throws Error when their answers differ.
 */
export async function measureWarm(group: BenchGroup, scale: Scale): Promise<Measurement[]> {
  const works = new Map<string, Work>();
  for (const each of group.cases) works.set(each.id, await each.setUp(scale));
  const outcomes = new Map<string, Outcome>();
  const seconds = new Map<string, number[]>(group.cases.map(({ id }) => [id, []]));
  for (let round = 0; round <= scale.rounds; round++) {
    const order = [...works];
    if (round % 2 === 1) order.reverse();
    for (const [id, work] of order) {
      const run = await timed(work);
      outcomes.set(id, run.outcome);
      // The first round is for the compiler.
      if (round > 0) seconds.get(id)?.push(run.seconds);
    }
    checkAgreement(group, outcomes);
  }
  return group.cases.map(({ id }) => {
    const { work, events, bytes } = outcomes.get(id) as Outcome;
    return { id, coldSeconds: null, warmSeconds: seconds.get(id) ?? [], work, events, bytes };
  });
}

/**
 * Runs a case once, and checks what it left behind if that is asked: reading millions of events back is work for collector and
 * compiler, which the next run would pay for.
 *
 * No collection is forced between runs. With no run alive, it takes the shapes of all objects along, and the code compiled for them:
 * each warm run would be a cold one, four times as slow. What a run leaves behind the next one pays for, as in a sweep.
 */
export async function timed(work: Work, check = true): Promise<TimedRun> {
  const start = performance.now();
  const outcome = await work();
  const seconds = (performance.now() - start) / 1000;
  if (!('verify' in outcome)) return { seconds, outcome };
  const { verify, dispose, ...checked } = outcome;
  if (check) await verify();
  dispose();
  return { seconds, outcome: checked };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times as fast as the reference: the median over rounds of the ratio within a round. Two cases with
 * different amounts of work are compared by unit of work.
 */
export function timesAsFast(measured: Measurement, reference: Measurement): number {
  const ratios = measured.warmSeconds.map(
    (seconds, round) => measured.work / seconds / (reference.work / reference.warmSeconds[round]),
  );
  return median(ratios);
}
