import { generateBars } from '../../src/data/generate-bars.ts';
import { PEER_FEATURES } from '../engines/peer-features.ts';
import { runChild } from '../harness/child.ts';
import { median } from '../harness/measure.ts';
import { disagreement, npmPeer, type PeerReport, runTalib, talibPython } from '../harness/peers.ts';
import { figure } from '../harness/rate-table.ts';
import type { Scale } from '../harness/scale.ts';
import { formatTable } from '../harness/text.ts';
import type { Table } from './table.ts';

const BARS = 1_000_000;
/** Relative; peers round in other places, and some keep running sums that drift. */
const TOLERANCE = 1e-6;

/** @throws Error when a peer comes to other values. */
async function run(scale: Scale, print: (text: string) => void): Promise<void> {
  const bars = scale.bars(BARS);
  // Memory that a run before gave back is used again: in C from the second round on, here after some.
  const rounds = scale.quick ? 1 : 11;
  const reports: Record<'admf' | 'talib' | 'npm', PeerReport[]> = { admf: [], talib: [], npm: [] };
  const tables: PeerReport[] = [];
  const python = await orNotice(talibPython(), 'TA-Lib', print);
  const module = await orNotice(npmPeer(), 'technicalindicators', print);
  const series = generateBars({ symbol: 'X', kind: 'gbm', seed: 7, bars, interval: '1m', decimals: 8 });
  // In turns, so that whatever else the machine does meets all of them.
  for (let turn = 0; turn < (scale.quick ? 1 : 2); turn++) {
    const args = [String(bars), String(rounds)];
    reports.admf.push(await runChild<PeerReport>('peer-worker.ts', ['admf', ...args]));
    // A process of its own, as in all tables: code that was used otherwise before is slower.
    tables.push(await runChild<PeerReport>('peer-worker.ts', ['together', ...args]));
    if (python !== null) reports.talib.push(await runTalib(python, series, rounds));
    // Some ten seconds a round: once is enough for a ratio of that size.
    if (module !== null && turn === 0) {
      reports.npm.push(await runChild<PeerReport>('peer-worker.ts', ['npm', String(bars), '1', module]));
    }
  }
  for (const [who, peers] of Object.entries(reports)) {
    for (const { id } of PEER_FEATURES) {
      const worst = peers.length === 0 ? null : disagreement(reports.admf[0], peers[0], id);
      if (worst !== null && !(worst <= TOLERANCE))
        throw new Error(`peers: ${id} of ${who} differs by ${worst}`);
    }
  }
  print(`${describe(reports, tables, bars)}\n`);
}

function describe(
  reports: Record<'admf' | 'talib' | 'npm', PeerReport[]>,
  tables: readonly PeerReport[],
  bars: number,
): string {
  const seconds = (peers: readonly PeerReport[], id: string) =>
    peers.length === 0 || peers[0].features[id] === undefined
      ? null
      : median(peers.map((peer) => peer.features[id].seconds));
  const cell = (value: number | null) => (value === null ? '–' : figure((value * 1e9) / bars));
  const times = (a: number | null, b: number | null) =>
    a === null || b === null ? '–' : `${figure(a / b)}×`;
  const rows = PEER_FEATURES.map(({ id }) => {
    const [ours, c, npm] = [seconds(reports.admf, id), seconds(reports.talib, id), seconds(reports.npm, id)];
    return [id, cell(ours), cell(c), cell(npm), times(ours, c), times(npm, ours)];
  });
  const sum = (peers: readonly PeerReport[], ids: readonly string[]) =>
    peers.length === 0 ? null : ids.reduce((total, id) => total + (seconds(peers, id) ?? 0), 0);
  const all = PEER_FEATURES.map(({ id }) => id);
  const shared = PEER_FEATURES.filter(({ peer }) => peer !== null).map(({ id }) => id);
  const together = median(tables.map(({ together: seconds }) => seconds ?? Number.NaN));
  const [ours, c] = [sum(reports.admf, all), sum(reports.talib, all)];
  const [few, npm] = [sum(reports.admf, shared), sum(reports.npm, shared)];
  return formatTable(
    ['ns/bar', 'ADMF', 'TA-Lib', 'technicalindicators', 'ADMF / TA-Lib', 'npm / ADMF'],
    [
      ...rows,
      [`all ${all.length}, one by one`, cell(ours), cell(c), '–', times(ours, c), '–'],
      [`all ${all.length} in one table, shared`, cell(together), cell(c), '–', times(together, c), '–'],
      [`the ${shared.length} that npm has`, cell(few), '–', cell(npm), '–', times(npm, few)],
    ],
  );
}

async function orNotice<T>(
  install: Promise<T>,
  name: string,
  print: (text: string) => void,
): Promise<T | null> {
  try {
    return await install;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    print(`${name} is left out, as it cannot be installed here: ${reason}\n`);
    return null;
  }
}

export const peers: Table = {
  name: 'peers',
  title: "30 features on 1,000,000 bars beside TA-Lib's C core and an npm library",
  groups: [],
  run,
};
