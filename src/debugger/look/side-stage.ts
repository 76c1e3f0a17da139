import type { Engine } from '../../engine/engine.ts';
import type { EventRecord } from '../../events/event.ts';
import type { Scope } from '../names/scope.ts';
import { comparePositions, type Position } from '../position.ts';
import type { Recording } from '../recording.ts';
import type { Session } from '../session.ts';
import { Stage } from '../stage.ts';
import { eventOf } from './recorded-event.ts';

const STAGES = new WeakMap<Recording, Stage>();

/**
 * The engine at another place than the cursor's, up to it: good until somebody asks for the next one. The cursor stays.
 *
 * @throws UserError for a place after the cursor.
 */
export function engineAt(session: Session, position: Position): Engine {
  if (comparePositions(position, session.position) > 0) session.refuseFuture(position.bar + 1);
  const { recording } = session.branch.ownerOf(position);
  let stage = STAGES.get(recording);
  if (stage === undefined) {
    stage = new Stage(recording);
    STAGES.set(recording, stage);
  }
  stage.show(position);
  return stage.engine;
}

/** The cursor, as expressions are asked about it. */
export function cursorScope(session: Session): Scope {
  const { engine, event } = session;
  return { engine, event: event === null ? null : eventOf(event, containerNames(session)) };
}

/** Names of the run's containers by number. */
export function containerNames(session: Session): readonly string[] {
  return session.branch.recording.engine.topology.containers[0].bus.containers;
}

/** The number of the bar of a session at which bar `index` of a symbol closes. */
export function barOfIndex(session: Session, symbol: string, index: number): number {
  const { timeline, topology } = session.branch.recording.engine;
  const node = topology.symbols.find(({ series }) => series.symbol === symbol);
  return node === undefined ? index + 1 : timeline.sliceAt(node.series.closeTime[index]) + 1;
}

/** The index of a symbol's own bar in a bar of the session; −1 where it has none. */
export function indexInBar(session: Session, symbolIndex: number, bar: number): number {
  const { offsets, feeds, indexes } = session.branch.recording.engine.timeline;
  for (let entry = offsets[bar - 1]; entry < offsets[bar]; entry++) {
    if (feeds[entry] === symbolIndex) return indexes[entry];
  }
  return -1;
}

/** The symbol's number in the run. */
export function symbolIndexOf(session: Session, symbol: string): number {
  return session.branch.recording.engine.topology.symbols.findIndex(({ series }) => series.symbol === symbol);
}

/** Whether a symbol's bar has been published where the cursor stands: its high, low and close are known from then on. */
export function isBarKnown(session: Session, symbol: string, bar: number): boolean {
  const { position } = session;
  if (bar !== position.bar || position.event === null) return bar <= position.bar;
  return session.eventsOf(bar).some(({ type, payload }) => type === 'BAR' && symbolOf(payload) === symbol);
}

function symbolOf(payload: EventRecord['payload']): unknown {
  return (payload as { symbol?: unknown }).symbol;
}
