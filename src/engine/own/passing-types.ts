import type { BuiltInEventType } from '../../events/event-type.ts';

/** Containers that the engine makes, by kind. */
export type EngineContainerKind = 'root' | 'data' | 'features' | 'strategy' | 'portfolio' | 'execution';

/** What the engine's containers publish in a run, apart from what any may: ERROR, LIFECYCLE and TRACE_LIMIT. */
export const PUBLISHED: Readonly<Record<EngineContainerKind, readonly BuiltInEventType[]>> = {
  root: [],
  data: ['BAR'],
  features: ['FEATURES'],
  strategy: ['SIGNAL'],
  portfolio: [
    'ORDER_REQUEST',
    'ORDER',
    'ORDER_REJECTED',
    'ORDER_CANCELLED',
    'POSITION_OPEN',
    'POSITION_CLOSE',
    'PORTFOLIO_UPDATE',
    'RISK_BREACH',
    'FINANCING',
    'CORPORATE_ACTION',
  ],
  execution: ['FILL', 'ORDER_EXPIRED'],
};

/** What comes to them from others. */
const HEARD: Readonly<Record<EngineContainerKind, readonly BuiltInEventType[]>> = {
  root: [],
  data: [],
  features: [],
  strategy: ['FEATURES'],
  portfolio: ['BAR', 'SIGNAL', 'FILL', 'ORDER_EXPIRED'],
  execution: ['ORDER', 'ORDER_CANCELLED'],
};

/** The kind of a container of the engine's, by its name. */
export function kindOf(containerId: string): EngineContainerKind | undefined {
  const kinds = Object.keys(PUBLISHED) as EngineContainerKind[];
  return kinds.find((kind) => (kind === 'root' ? containerId === kind : containerId.startsWith(`${kind}_`)));
}

/** Types that pass one of the engine's containers, published there or elsewhere. */
export function typesPassing(kind: EngineContainerKind): BuiltInEventType[] {
  const market = kind === 'data' || kind === 'features' || kind === 'root';
  return [...PUBLISHED[kind], ...HEARD[kind], ...(market ? [] : (['ERROR'] as const))];
}

/** Whether orders are asked for in a container of this name; in one of the user's they may be. */
export function seesTrades(containerId: string): boolean {
  const kind = kindOf(containerId);
  return kind === undefined || typesPassing(kind).includes('ORDER_REQUEST');
}
