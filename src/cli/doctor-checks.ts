import { access, constants, mkdtemp, readFile, rm, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatNumber } from '../analytics/format.ts';
import { DATASETS } from '../data/catalogue.ts';
import { settingsFrom } from '../workflows/config/overrides.ts';
import { VERSION } from '../workflows/version.ts';
import type { Check } from './doctor-check.ts';

const DATA = new URL('../../data/', import.meta.url);
/** A full trace of some years of minute bars. */
const LITTLE_SPACE = 1e9;

const version: Check = {
  name: 'admf',
  run: () => ({ status: 'ok', found: `${VERSION}, in ${fileURLToPath(new URL('../..', import.meta.url))}` }),
};

const runtime: Check = {
  name: 'runtime',
  run: () => {
    const { node, v8 } = process.versions;
    const found = `Node ${node}, V8 ${v8}, ${process.platform} ${process.arch}`;
    // The launcher hands over to the pinned Node, so that an older one is met by programs that import ADMF.
    return Number(node.split('.')[0]) >= 24
      ? { status: 'ok', found }
      : { status: 'failed', found, hint: 'ADMF needs Node 24.12 or newer: see https://nodejs.org' };
  },
};

const machine: Check = {
  name: 'machine',
  run: () => {
    const cores = availableParallelism();
    return {
      status: 'ok',
      found: `${cores} ${cores === 1 ? 'core' : 'cores'}, ${gigabytes(totalmem())} of memory`,
    };
  },
};

const sharedMemory: Check = {
  name: 'shared memory',
  run: () => {
    const words = new Float64Array(new SharedArrayBuffer(8));
    words[0] = 1;
    return { status: words[0] === 1 ? 'ok' : 'failed', found: 'columns can be shared between threads' };
  },
};

const database: Check = {
  name: 'duckdb',
  run: async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const reader = await connection.runAndReadAll('select version()');
      return { status: 'ok', found: `${String(reader.getRows()[0][0])}, reads CSV files` };
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  },
};

const dataSets: Check = {
  name: 'data sets',
  run: async () => {
    for (const { name, file, rows } of DATASETS) {
      const text = await readFile(new URL(file, DATA), 'utf8').catch(() => undefined);
      if (text === undefined) {
        return { status: 'failed', found: `dataset:${name} is not there`, hint: 'install ADMF again' };
      }
      const found = text.trimEnd().split('\n').length - 1;
      if (found !== rows) {
        return {
          status: 'failed',
          found: `dataset:${name} has ${found} rows, not ${rows}`,
          hint: 'install ADMF again',
        };
      }
    }
    const rows = DATASETS.reduce((sum, set) => sum + set.rows, 0);
    return {
      status: 'ok',
      found: `${DATASETS.map(({ name }) => name).join(', ')}: ${formatNumber(rows, 0)} rows`,
    };
  },
};

const results: Check = {
  name: 'results',
  run: async ({ cwd }) => {
    // The first folder above that is there: the others are made by a run.
    let folder = resolve(cwd, 'results');
    while (!(await stat(folder).catch(() => undefined))?.isDirectory() && dirname(folder) !== folder)
      folder = dirname(folder);
    try {
      await access(folder, constants.W_OK);
      await rm(await mkdtemp(join(folder, '.admf-doctor-')), { recursive: true });
    } catch {
      const hint = 'choose another folder: admf run workflow.yaml --results DIR';
      return { status: 'failed', found: `${folder} cannot be written to`, hint };
    }
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const found = `${folder} can be written to, ${gigabytes(free)} are free`;
    return free < LITTLE_SPACE
      ? { status: 'warning', found, hint: 'full traces may need more' }
      : { status: 'ok', found };
  },
};

const variables: Check = {
  name: 'variables',
  run: ({ env }) => {
    const names = settingsFrom(env).map(({ name }) => name);
    return names.length === 0
      ? { status: 'ok', found: 'none is laid over workflows' }
      : {
          status: 'warning',
          found: `${names.join(', ')}: laid over every workflow`,
          hint: 'admf config print --sources shows what they change',
        };
  },
};

/** What the engine needs, in the order in which they are told. */
export const ENGINE_CHECKS: readonly Check[] = [
  version,
  runtime,
  machine,
  sharedMemory,
  database,
  dataSets,
  results,
  variables,
];

function gigabytes(bytes: number): string {
  return `${formatNumber(bytes / 1e9, 1)} GB`;
}
