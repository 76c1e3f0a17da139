import { pictureOf, textOf } from '../drawing/picture.ts';
import type { Frame } from '../frame.ts';
import type { AnyModel } from './any-model.ts';

const VIEW = 'application/vnd.jupyter.widget-view+json';

interface Signal {
  connect(slot: (sender: unknown, value: string) => void): void;
  disconnect(slot: (sender: unknown, value: string) => void): void;
}

interface Output {
  readonly data: Readonly<Record<string, unknown>>;
  setData(options: { readonly data: Readonly<Record<string, unknown>> }): void;
}

interface List<T> {
  readonly length: number;
  get(index: number): T;
}

/** What JupyterLab knows of the notebook that a widget is in. */
interface Context {
  readonly saveState: Signal;
  readonly model: { readonly cells: List<{ readonly outputs?: List<Output> }> };
}

/**
 * In JupyterLab, the notebook is saved with a picture as of then: pages without scripts, and people without a kernel, see how things
 * stood. Other front ends save the picture that the widget was shown with.
 *
 * @param frame what the widget shows now.
 */
export function keepPicture(model: AnyModel, frame: () => Frame): void {
  const context = (model.widget_manager as { readonly context?: Partial<Context> } | undefined)?.context;
  if (context?.saveState === undefined || context.model?.cells === undefined) return;
  const { cells } = context.model;
  let kept = '';
  context.saveState.connect((_sender, state) => {
    if (state !== 'started') return;
    const picture = pictureOf(frame());
    // What is shown anew for nothing would lose the keyboard for nothing.
    if (picture === kept) return;
    kept = picture;
    for (const output of outputsOf(cells, String(model.get('id')))) {
      output.setData({ data: { ...output.data, 'image/svg+xml': picture, 'text/plain': textOf(frame()) } });
    }
  });
}

function outputsOf(cells: Context['model']['cells'], id: string): Output[] {
  return listed(cells)
    .flatMap(({ outputs }) => (outputs === undefined ? [] : listed(outputs)))
    .filter(({ data }) => (data[VIEW] as { readonly model_id?: unknown } | undefined)?.model_id === id);
}

function listed<T>(list: List<T>): T[] {
  return Array.from({ length: list.length }, (_, i) => list.get(i));
}
