import type { Container } from '../engine/container.ts';
import type { EventRecord } from '../events/event.ts';
import type { ComponentFailure } from '../events/event-bus.ts';
import { UserError } from '../foundation/user-error.ts';
import { userCodePlace } from './user-code.ts';

/** A component that threw, as the user must see it: which, at which event, and where in their own code. */
export function failedRun(
  failure: ComponentFailure,
  name: string,
  shown: (path: string) => string,
): UserError {
  const { cause, componentId, containerId, eventId, message } = failure;
  const place = userCodePlace(cause, shown);
  // A strategy's answer that was refused: the message says it all, and the stack is ours.
  const stack = cause instanceof Error && !containerId.startsWith('strategy_') ? cause.stack : undefined;
  return new UserError(`run "${name}" failed: ${whatThrew(componentId, eventId)}: ${message}`, {
    code: 'run_failed',
    hint: 'on_error: continue goes on without its answer',
    ...(place ?? { excerpt: stack }),
    exitCode: 1,
    cause: failure,
  });
}

const MOST_KEPT = 10;

/** The first errors of the strategies of a run that goes on in spite of them. */
export class FirstErrors {
  readonly #events: EventRecord<'ERROR'>[] = [];

  constructor(containers: readonly Container[]) {
    for (const { bus } of containers) {
      const stop = bus.subscribe('ERROR', (event) => {
        if (this.#events.length < MOST_KEPT) this.#events.push(event);
        // Copying an event takes time, and there may be one a bar.
        else stop();
      });
    }
  }

  /** As mistakes with their places. */
  list(shown: (path: string) => string): UserError[] {
    return this.#events
      .toSorted((a, b) => a.timestamp - b.timestamp)
      .map(({ timestamp, payload: { componentId, eventId, message, stack } }) => {
        const at = `${whatThrew(componentId, eventId)} (${new Date(timestamp).toISOString()})`;
        const cause = Object.assign(new Error(message), { stack });
        return new UserError(`${at}: ${message}`, {
          code: 'component_failed',
          ...userCodePlace(cause, shown),
          exitCode: 1,
        });
      });
  }
}

function whatThrew(componentId: string, eventId: string | null): string {
  return eventId === null ? `${componentId} threw` : `${componentId} threw at ${eventId}`;
}
