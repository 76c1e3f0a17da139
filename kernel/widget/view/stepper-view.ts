import type { Frame } from '../frame.ts';
import { ChartsView } from './charts.ts';
import { ControlsView } from './controls.ts';
import { h } from './dom.ts';
import { HeadView } from './head.ts';
import { type Act, deedOf, isModified, isTypedIn, KEYS } from './keyboard.ts';
import type { Link } from './link.ts';
import { EventsView, StateView, WhyView } from './lists.ts';
import { PredictView } from './predict.ts';

const TABS = ['events', 'state', 'why'];

/** What a reader does with a view, to be found again where it is made anew: JupyterLab does that when it saves the notebook. */
export interface Habits {
  tab: string;
  /** Label of what has the focus. */
  focus: string | null;
}

/** One view of a stepper in a page. */
export class StepperView {
  readonly #root: HTMLElement;
  readonly #link: Link;
  readonly #charts: ChartsView;
  readonly #controls: ControlsView;
  readonly #parts: readonly { draw(frame: Frame): void }[];
  readonly #help: HTMLElement;
  readonly #ends: (() => void)[] = [];
  readonly #el: HTMLElement;
  readonly #habits: Habits;
  #wasShown = false;
  #isBehind = false;

  constructor(link: Link, el: HTMLElement, habits: Habits) {
    this.#link = link;
    this.#el = el;
    this.#habits = habits;
    this.#charts = new ChartsView(link);
    this.#controls = new ControlsView(link);
    const head = new HeadView(link, () => this.#toggleHelp());
    const predict = new PredictView(link);
    const [events, state, why] = [new EventsView(link), new StateView(link), new WhyView(link)];
    this.#parts = [head, predict, this.#charts, events, state, why, this.#controls];
    this.#help = helpOf(() => this.#toggleHelp());
    this.#root = h(
      'div',
      { class: 'admf-stepper', role: 'group', 'aria-label': `stepper of ${link.frame.title}`, tabindex: 0 },
      head.element,
      predict.element,
      h(
        'div',
        { class: 'panes' },
        h('div', { class: 'left' }, this.#charts.price, this.#charts.account),
        this.#tabs(),
        h('div', { class: 'low' }, events.element),
        h('div', { class: 'right' }, state.element, why.element),
      ),
      this.#controls.slider,
      this.#controls.bar,
      this.#controls.note,
      this.#help,
    );
    this.#root.style.height = `${Number(link.get('height'))}px`;
    this.#root.dataset.tab = habits.tab;
    el.append(this.#root);
    this.#listenToKeys();
    this.#followFocus();
    const seen = new ResizeObserver(() => {
      if (this.#isBehind) this.#draw(link.frame);
      else events.stay();
    });
    seen.observe(this.#root);
    this.#ends.push(
      link.add((frame) => this.#draw(frame)),
      link.listen('speed', () => this.#controls.showSettings()),
      link.listen('isBack', () => this.#controls.showSettings()),
      link.listen('busy', () => this.#controls.showSettings()),
      link.listenToEnd(() => this.#showEnd()),
      () => this.#charts.close(),
      () => seen.disconnect(),
    );
    this.#show(link.frame);
    this.#showEnd();
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  #draw(frame: Frame): void {
    // Scrolled out of sight, views are out of the page with all around them; one that was taken out by itself was replaced.
    if (this.#wasShown && this.#el.parentElement === null) {
      this.close();
      return;
    }
    this.#isBehind = !this.#root.isConnected;
    if (!this.#isBehind) this.#show(frame);
  }

  #show(frame: Frame): void {
    this.#wasShown ||= this.#root.isConnected;
    for (const part of this.#parts) part.draw(frame);
  }

  /** What nobody answers looks so. */
  #showEnd(): void {
    const { ended } = this.#link;
    this.#root.classList.toggle('ended', ended !== null);
    this.#controls.bar.inert = ended !== null;
    this.#controls.slider.inert = ended !== null;
    this.#controls.showSettings();
  }

  /** Whoever steps by keys goes on when the view was made anew. */
  #followFocus(): void {
    const { focus } = this.#habits;
    this.#root.addEventListener('focusin', ({ target }) => {
      this.#habits.focus = (target as Element).getAttribute('aria-label');
    });
    this.#root.addEventListener('focusout', () => {
      setTimeout(() => {
        if (this.#root.isConnected && !this.#root.contains(document.activeElement)) this.#habits.focus = null;
      });
    });
    if (focus === null) return;
    setTimeout(() => {
      const all = [this.#root, ...this.#root.querySelectorAll<HTMLElement>('[aria-label]')];
      all.find((one) => one.getAttribute('aria-label') === focus)?.focus({ preventScroll: true });
    });
  }

  /** Where there is no room beside the charts, lists take turns. */
  #tabs(): HTMLElement {
    return h(
      'nav',
      { class: 'tabs', 'aria-label': 'lists' },
      ...TABS.map((tab) =>
        h(
          'button',
          { type: 'button', class: 'text', 'data-for': tab, onclick: () => this.#turnTo(tab) },
          tab,
        ),
      ),
    );
  }

  #turnTo(tab: string): void {
    this.#root.dataset.tab = tab;
    this.#habits.tab = tab;
  }

  /**
   * Keys are the widget's while it has the focus, but those with Ctrl, as in Ctrl+S, which are the notebook's. JupyterLab looks at
   * this attribute when it looks for its own shortcuts, and does so before any listener here.
   */
  #listenToKeys(): void {
    const claim = (event: KeyboardEvent) => {
      if (!this.#root.contains(event.target as Node)) return;
      this.#root.toggleAttribute('data-lm-suppress-shortcuts', !isModified(event));
    };
    window.addEventListener('keydown', claim, { capture: true });
    this.#ends.push(() => window.removeEventListener('keydown', claim, { capture: true }));
    this.#root.addEventListener('keydown', (event) => {
      if (isModified(event)) return;
      event.stopPropagation();
      const isHelpOpen = !this.#help.hidden;
      if (isHelpOpen) this.#toggleHelp();
      const isClosing = isHelpOpen && (event.key === 'Escape' || event.key === '?');
      const deed = isClosing || isTypedIn(event.target, event.key) ? undefined : deedOf(event);
      if (isClosing) event.preventDefault();
      if (deed === undefined) return;
      event.preventDefault();
      if (typeof deed === 'string') this.#act(deed);
      else this.#link.ask(deed);
    });
  }

  #act(act: Act): void {
    switch (act) {
      case 'play':
        this.#controls.toggle();
        return;
      case 'faster':
        this.#controls.faster(1);
        return;
      case 'slower':
        this.#controls.faster(-1);
        return;
      case 'turn':
        this.#controls.turn();
        return;
      case 'until':
        this.#controls.typeUntil();
        return;
      case 'help':
        this.#toggleHelp();
    }
  }

  #toggleHelp(): void {
    this.#help.hidden = !this.#help.hidden;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'Esc',
};

function helpOf(onClose: () => void): HTMLElement {
  const rows = KEYS.map(([keys, , words]) =>
    h(
      'div',
      {},
      h(
        'span',
        {},
        ...keys.flatMap((key, i) => [...(i === 0 ? [] : [' ']), h('kbd', {}, NAMES[key] ?? key)]),
      ),
      h('span', {}, words),
    ),
  );
  const help = h(
    'div',
    { class: 'help', role: 'dialog', 'aria-label': 'keys', onclick: onClose },
    h('div', {}, ...rows),
    h(
      'p',
      {},
      'Click a fill or an event: why. Double click a bar or an event: go there. Drag the chart: look back.',
    ),
  );
  help.hidden = true;
  return help;
}
