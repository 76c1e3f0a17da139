// What runs in browsers: a module as anywidget takes it, bundled by stepper-code.ts. It loads nothing from anywhere.
import type { AnyModel } from './any-model.ts';
import { Link } from './link.ts';
import { StepperView } from './stepper-view.ts';

// A module is loaded for each widget: its views share one line to the kernel.
let link: Link | undefined;

export default {
  initialize({ model }: { readonly model: AnyModel }): void {
    link ??= new Link(model);
  },
  render({ model, el }: { readonly model: AnyModel; readonly el: HTMLElement }): () => void {
    link ??= new Link(model);
    const view = new StepperView(link, el);
    return () => view.close();
  },
};
