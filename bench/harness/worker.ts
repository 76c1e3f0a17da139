/** Measures one group warm (`warm <table> <group>`) or one of its cases cold (`cold <table> <group> <case>`); prints JSON. */
import { findGroup } from '../tables/index.ts';
import { measureCold, measureWarm } from './measure.ts';
import { FULL, QUICK } from './scale.ts';

const [mode, size, table, groupId, caseId] = process.argv.slice(2);
const scale = size === 'quick' ? QUICK : FULL;
const group = findGroup(table, groupId);
const chosen = group.cases.find(({ id }) => id === caseId);
if (mode === 'cold' && chosen === undefined) throw new Error(`no case ${caseId} in ${groupId}`);
const result = chosen === undefined ? await measureWarm(group, scale) : await measureCold(chosen, scale);
process.stdout.write(JSON.stringify(result));
