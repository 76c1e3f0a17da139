/** Runs one case (`<size> <table> <group> <case>`) each time the parent asks, and tells how it went. Ends with the parent. */
import { findGroup } from '../tables/index.ts';
import { timed } from './measure.ts';
import { FULL, QUICK } from './scale.ts';

const [size, table, groupId, caseId] = process.argv.slice(2);
const chosen = findGroup(table, groupId).cases.find(({ id }) => id === caseId);
if (chosen === undefined) throw new Error(`no case ${caseId} in ${groupId}`);
const work = await chosen.setUp(size === 'quick' ? QUICK : FULL);
process.on('message', (wish) => {
  timed(work, wish === 'check').then(
    (run) => process.send?.(run),
    (error: unknown) => {
      // Ends the process, and so the benchmark, with its stack.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
