// What runs in browsers: a module as anywidget takes it, bundled by stepper-code.ts. It loads nothing from anywhere.
import type { AnyModel } from './any-model.ts';
import { keepPicture } from './keep-picture.ts';
import { Link } from './link.ts';
import { type Habits, StepperView } from './stepper-view.ts';

// A module is loaded for each widget: its views share one line to the kernel.
let link: Link | undefined;
const habits: Habits = { tab: 'events', focus: null };

export default {
  initialize({ model }: { readonly model: AnyModel }): void {
    if (link !== undefined) return;
    const made = new Link(model);
    link = made;
    keepPicture(model, () => made.frame);
  },
  render({ model, el }: { readonly model: AnyModel; readonly el: HTMLElement }): () => void {
    link ??= new Link(model);
    const view = new StepperView(link, el, habits);
    return () => view.close();
  },
};
