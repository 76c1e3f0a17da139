import type { Branch } from '../../src/debugger/branch.ts';
import type { Position } from '../../src/debugger/position.ts';
import { debugSpec, Session, type SessionOptions } from '../../src/debugger/session.ts';
import { stateHash } from '../../src/debugger/state-hash.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import { Engine } from '../../src/engine/engine.ts';
import { fullBacktest } from '../../src/engine/full-backtest.ts';
import { keyContainer } from '../../src/events/event-id.ts';
import type { PreparedRun } from '../../src/workflows/prepare.ts';

/** A run of a specification that no configuration stands behind. */
export function preparedOf(spec: BacktestSpec): PreparedRun {
  return {
    config: { data: [], strategies: [], portfolios: [] } as unknown as PreparedRun['config'],
    spec,
    series: spec.markets.map(({ series }) => series),
    fingerprint: 'of a test',
    dataHash: 'of a test',
    codeHashes: {},
    file: null,
    baseDirectory: '.',
  };
}

/** A session before the first bar. */
export function sessionOf(spec: BacktestSpec, options: SessionOptions = {}): Session {
  return Session.start(preparedOf(spec), options);
}

/** State hashes of a run that went straight through, without a checkpoint and without looking back. */
export interface StraightRun {
  /** At the end of each bar; [0] is before the first. */
  readonly ends: readonly string[];
  /** At each event of each bar, before anybody acts on it; [0] is empty. */
  readonly events: readonly (readonly string[])[];
}

export function straightRun(spec: BacktestSpec): StraightRun {
  const engine = new Engine(fullBacktest(debugSpec(spec)));
  const hash = () => stateHash(engine.save().state);
  let inBar: string[] = [];
  const ends = [hash()];
  const events: string[][] = [[]];
  for (const { bus } of engine.topology.containers) {
    bus.attach({
      observe: (event) => {
        if (keyContainer(event.key) === bus.container) inBar.push(hash());
      },
    });
  }
  for (let bar = 1; bar <= engine.slices; bar++) {
    inBar = [];
    engine.advance(bar);
    ends.push(hash());
    events.push(inBar);
  }
  return { ends, events };
}

/** State hash of a fork at the end of a bar, by an engine that goes straight on from where it was forked; null inside a bar. */
export function straightForkHash({ recording, from }: Branch, { bar, event }: Position): string | null {
  if (event !== null) return null;
  const engine = new Engine(fullBacktest(recording.spec));
  engine.restore(recording.checkpoints.before(from));
  engine.advance(bar);
  return stateHash(engine.save().state);
}
