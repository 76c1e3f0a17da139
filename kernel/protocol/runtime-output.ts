import type { RuntimeEvent } from '../runtime/messages.ts';
import type { Parents } from './parents.ts';
import type { Publisher } from './publisher.ts';

/** What is for front ends to see, other than what the kernel goes by itself. */
export type OutputEvent = Exclude<
  RuntimeEvent,
  { type: 'begun' | 'done' | 'ready' | 'comm-done' | 'completed' }
>;

/** Publishes what a cell did, as a consequence of the request that started it. */
export function publishEvent(event: OutputEvent, publisher: Publisher, parents: Parents): void {
  const parent = parents.headerOf(event.id);
  switch (event.type) {
    case 'stream':
      publisher.stream(event.name, event.text, parent);
      return;
    case 'display': {
      const { data, metadata, displayId, update } = event;
      const transient = displayId === undefined ? {} : { display_id: displayId };
      const content = { data, metadata, transient };
      if (update && displayId !== undefined) publisher.update(displayId, content, parent);
      else publisher.publish(update ? 'update_display_data' : 'display_data', content, parent);
      return;
    }
    case 'clear':
      publisher.publish('clear_output', { wait: event.wait }, parent);
      return;
    case 'input': {
      const request = parents.requestOf(event.id);
      if (request === undefined) return;
      const { prompt, password } = event;
      publisher.reply('stdin', request, 'input_request', { prompt, password });
      return;
    }
    case 'comm': {
      const { kind, commId, target, data, metadata, buffers } = event;
      const named = kind === 'open' ? { target_name: target } : {};
      publisher.publish(`comm_${kind}`, { comm_id: commId, ...named, data }, parent, { metadata, buffers });
      return;
    }
  }
}
