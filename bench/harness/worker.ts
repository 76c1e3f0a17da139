/** Measures one group at quick size (`<table> <group>`); prints JSON. */
import { findGroup } from '../tables/index.ts';
import { measureWarm } from './measure.ts';
import { QUICK } from './scale.ts';

const [table, groupId] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measureWarm(findGroup(table, groupId), QUICK)));
