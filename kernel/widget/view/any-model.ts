/** What anywidget gives to a module, as far as it is used here. */
export interface AnyModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  /** Of the front end that it runs in. */
  readonly widget_manager?: unknown;
}
