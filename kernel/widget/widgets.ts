import type { Comm, Comms } from '../runtime/comms.ts';
import { splitBuffers } from './buffers.ts';
import {
  WIDGET_TARGET,
  type WidgetCode,
  type WidgetListener,
  WidgetModel,
  type WidgetState,
} from './widget-model.ts';

/** On which a front end asks for all widgets at once: after its page was reloaded, or when it comes later. */
const CONTROL_TARGET = 'jupyter.widget.control';

/** All widgets of a notebook that are made here, and open. */
export class Widgets {
  readonly #comms: Comms;
  readonly #models = new Map<string, WidgetModel>();
  readonly #interrupts = new Set<() => void>();

  constructor(comms: Comms) {
    this.#comms = comms;
    comms.register(CONTROL_TARGET, (comm) => this.#control(comm));
  }

  open(code: WidgetCode, state: WidgetState, listener: WidgetListener = {}): WidgetModel {
    const model: WidgetModel = new WidgetModel(this.#comms, code, state, {
      ...listener,
      onEnd: () => {
        this.#models.delete(model.id);
        listener.onEnd?.();
      },
    });
    this.#models.set(model.id, model);
    return model;
  }

  /** Hears when the user stops whatever runs. Returns a function that ends it. */
  onInterrupt(stop: () => void): () => void {
    this.#interrupts.add(stop);
    return () => void this.#interrupts.delete(stop);
  }

  interrupt(): void {
    for (const stop of this.#interrupts) stop();
  }

  #control(comm: Comm): void {
    // One that a cell opened by itself is asked for its state alone; then front ends ask all of them so.
    if (this.#comms.count(WIDGET_TARGET) > this.#models.size) {
      comm.close();
      return;
    }
    comm.onMessage = ({ data }) => {
      if ((data as { method?: unknown }).method !== 'request_states') return;
      const { state, paths, buffers } = splitBuffers(statesOf([...this.#models.values()]));
      comm.send({ method: 'update_states', states: state, buffer_paths: paths }, { buffers });
    };
  }
}

function statesOf(models: readonly WidgetModel[]): Record<string, unknown> {
  return Object.fromEntries(
    models.map(({ id, state }) => [
      id,
      {
        model_name: state._model_name,
        model_module: state._model_module,
        model_module_version: state._model_module_version,
        state,
      },
    ]),
  );
}
