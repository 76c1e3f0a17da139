import { randomUUID } from 'node:crypto';
import type { Comm, CommEvent, Comms } from '../runtime/comms.ts';
import { type BufferPath, putBuffers, splitBuffers } from './buffers.ts';

/** Of Jupyter's widgets: what messages look like. */
const PROTOCOL = '2.1.0';
export const WIDGET_TARGET = 'jupyter.widget';

/** Values by their names. Typed arrays, at any depth, travel as bytes. */
export type WidgetState = Readonly<Record<string, unknown>>;

/** What a browser does with a widget. */
export interface WidgetCode {
  /** A module whose default export is `{ initialize, render }`, as text. */
  readonly esm: string;
  readonly css: string;
  /** Names the code: of two widgets with one name, the styles of the later one count. */
  readonly id: string;
}

export interface WidgetListener {
  /** A front end changed values. They are set by then, and other front ends know of them. */
  onChange?(changes: WidgetState): void;
  /** A front end sent a message of the widget's own. What it causes is done when the promise settles. */
  onMessage?(content: unknown): unknown;
  /** A front end closed the widget for all. */
  onClose?(): void;
  /** It is closed, whoever did that. */
  onEnd?(): void;
}

/**
 * A widget whose view runs in front ends that have anywidget, any number of them, with one state for all. Speaks version 2 of the
 * protocol of Jupyter's widgets.
 */
export class WidgetModel {
  readonly #comm: Comm;
  readonly #listener: WidgetListener;
  #state: WidgetState;

  constructor(comms: Comms, code: WidgetCode, state: WidgetState, listener: WidgetListener = {}) {
    this.#listener = listener;
    const id = randomUUID();
    this.#state = {
      // So that a view knows which outputs are its own.
      id,
      _model_module: 'anywidget',
      _model_name: 'AnyModel',
      _model_module_version: '*',
      _view_module: 'anywidget',
      _view_name: 'AnyView',
      _view_module_version: '*',
      _view_count: null,
      _anywidget_id: code.id,
      _esm: code.esm,
      _css: code.css,
      ...state,
    };
    const { state: plain, paths, buffers } = splitBuffers(this.#state);
    this.#comm = comms.open(
      WIDGET_TARGET,
      { state: plain, buffer_paths: paths },
      { id, metadata: { version: PROTOCOL }, buffers },
    );
    this.#comm.onMessage = (event) => this.#receive(event);
    this.#comm.onClose = () => {
      this.#listener.onEnd?.();
      this.#listener.onClose?.();
    };
  }

  /** Names it in displays. */
  get id(): string {
    return this.#comm.id;
  }

  get isOpen(): boolean {
    return this.#comm.isOpen;
  }

  get state(): WidgetState {
    return this.#state;
  }

  /** Changes values in all front ends. */
  set(changes: WidgetState): void {
    this.#state = { ...this.#state, ...changes };
    this.#send('update', changes);
  }

  close(): void {
    this.#comm.close();
    this.#listener.onEnd?.();
  }

  #receive({ data, buffers }: CommEvent): unknown {
    const { method, state, buffer_paths: paths, content } = data as Record<string, unknown>;
    switch (method) {
      case 'request_state':
        this.#send('update', this.#state);
        return undefined;
      case 'update': {
        const changes = { ...(state as WidgetState) };
        putBuffers(changes, (paths ?? []) as BufferPath[], buffers);
        this.#state = { ...this.#state, ...changes };
        // Others learn it, and who sent it learns that it is set.
        this.#send('echo_update', changes);
        return this.#listener.onChange?.(changes);
      }
      case 'custom':
        return this.#listener.onMessage?.(content);
      default:
        return undefined;
    }
  }

  #send(method: 'update' | 'echo_update', values: WidgetState): void {
    if (!this.isOpen) return;
    const { state, paths, buffers } = splitBuffers(values);
    this.#comm.send({ method, state, buffer_paths: paths }, { buffers });
  }
}
