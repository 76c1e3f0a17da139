import type { BuiltInEventType } from '../events/event-type.ts';
import type { ContainerType } from './config/container-names.ts';

/** What containers of each kind publish in a run, apart from what any may: ERROR, LIFECYCLE and TRACE_LIMIT. */
const PUBLISHED: Readonly<Record<ContainerType, readonly BuiltInEventType[]>> = {
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
  ],
  execution: ['FILL', 'ORDER_EXPIRED'],
};

/** The types that a container of this name publishes, for tables that have columns for nothing else. */
export function typesPublishedBy(containerId: string): readonly BuiltInEventType[] {
  return PUBLISHED[containerId.split('_', 1)[0] as ContainerType] ?? [];
}
