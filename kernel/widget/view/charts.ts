import { drawAccount } from '../drawing/account-chart.ts';
import { drawPrice, LABELS } from '../drawing/price-chart.ts';
import { accountReadout, priceReadout, type ReadValue } from '../drawing/readout.ts';
import { acrossOf } from '../drawing/scale.ts';
import type { Frame } from '../frame.ts';
import { drawing, h, ICONS, icon, setText, syncChildren } from './dom.ts';
import type { Link } from './link.ts';

/** Prices above equity and drawdown, with one cross-hair for both. */
export class ChartsView {
  readonly price: HTMLElement;
  readonly account: HTMLElement;
  readonly #link: Link;
  readonly #priceSvg = drawing('');
  readonly #accountSvg = drawing('');
  readonly #priceReadout = h('div', { class: 'readout' });
  readonly #accountReadout = h('div', { class: 'readout' });
  readonly #hairs = [h('div', { class: 'hair' }), h('div', { class: 'hair' })];
  readonly #observer: ResizeObserver;
  #frame: Frame | null = null;
  /** The entry under the pointer. */
  #hovered: number | null = null;
  #drag: { readonly x: number; moved: number } | null = null;

  constructor(link: Link) {
    this.#link = link;
    const zoom = (label: string, path: string, by: number) =>
      h(
        'button',
        { type: 'button', title: label, 'aria-label': label, onclick: () => link.ask({ what: 'zoom', by }) },
        icon(path),
      );
    this.price = h(
      'section',
      { class: 'pane price', 'aria-label': 'prices' },
      this.#priceSvg,
      this.#hairs[0],
      this.#priceReadout,
      h(
        'div',
        { class: 'tools' },
        zoom('more of each bar (+)', ICONS.in, -1),
        zoom('more bars (-)', ICONS.out, 1),
      ),
    );
    this.account = h(
      'section',
      { class: 'pane account', 'aria-label': 'equity and drawdown' },
      this.#accountSvg,
      this.#hairs[1],
      this.#accountReadout,
    );
    for (const pane of [this.price, this.account]) this.#listen(pane);
    this.#observer = new ResizeObserver(() => this.#redraw());
    this.#observer.observe(this.price);
    this.#observer.observe(this.account);
  }

  draw(frame: Frame): void {
    this.#frame = frame;
    this.#redraw();
  }

  close(): void {
    this.#observer.disconnect();
  }

  #redraw(): void {
    const frame = this.#frame;
    if (frame === null) return;
    const { chart, predictions } = frame;
    fill(this.#priceSvg, this.price, (size) => drawPrice(chart, size, predictions.given));
    fill(this.#accountSvg, this.account, (size) => drawAccount(chart, size));
    this.#priceSvg.setAttribute('aria-label', `${chart.symbol}, ${frame.status}`);
    this.#accountSvg.setAttribute(
      'aria-label',
      `equity of ${frame.focus.portfolio}, ${frame.equity.toFixed(2)}`,
    );
    this.#showReadouts();
  }

  #showReadouts(): void {
    const { chart } = this.#frame!;
    const last = chart.close.length - 1;
    const index = this.#hovered === null ? last : Math.min(last, this.#hovered);
    const across = acrossOf(chart, this.price.clientWidth, LABELS);
    for (const hair of this.#hairs) {
      hair.hidden = this.#hovered === null || index < 0;
      hair.style.transform = `translateX(${Math.floor(across.x(index))}px)`;
    }
    if (index < 0) {
      write(this.#priceReadout, '', []);
      write(this.#accountReadout, '', []);
      return;
    }
    const from = chart.first + index * chart.step;
    const bars = chart.step === 1 ? '' : `–${Math.min(from + chart.step - 1, this.#frame!.bar)}`;
    const when = this.#hovered === null ? chart.symbol : `${chart.symbol} bar ${from}${bars}`;
    write(this.#priceReadout, when, priceReadout(chart, index));
    write(this.#accountReadout, this.#frame!.focus.portfolio, accountReadout(chart, index));
  }

  #listen(pane: HTMLElement): void {
    pane.addEventListener('pointermove', (event) => {
      this.#hovered = this.#indexAt(pane, event);
      if (this.#drag !== null) this.#pan(event);
      if (this.#frame !== null) this.#showReadouts();
    });
    pane.addEventListener('pointerleave', () => {
      this.#hovered = null;
      if (this.#frame !== null) this.#showReadouts();
    });
    pane.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || (event.target as Element).closest('button, .mark') !== null) return;
      this.#drag = { x: event.clientX, moved: 0 };
      pane.setPointerCapture(event.pointerId);
    });
    pane.addEventListener('pointerup', () => (this.#drag = null));
    pane.addEventListener('pointercancel', () => (this.#drag = null));
    pane.addEventListener('click', (event) => {
      const mark = (event.target as Element).closest<SVGElement>('.mark');
      if (mark?.dataset.id !== undefined) this.#link.ask({ what: 'why', of: mark.dataset.id });
    });
    pane.addEventListener('dblclick', (event) => {
      const index = this.#indexAt(pane, event);
      if (index === null || this.#frame === null || (event.target as Element).closest('button') !== null)
        return;
      const { chart, bar } = this.#frame;
      this.#link.ask({ what: 'goto', place: Math.min(bar, chart.first + (index + 1) * chart.step - 1) });
    });
  }

  /** The chart goes with the pointer, by whole bars. */
  #pan(event: PointerEvent): void {
    const drag = this.#drag!;
    const { chart } = this.#frame!;
    const { slot } = acrossOf(chart, this.price.clientWidth, LABELS);
    const bars = Math.round((event.clientX - drag.x) / slot) * chart.step;
    if (bars === drag.moved) return;
    this.#link.ask({ what: 'pan', by: bars - drag.moved });
    drag.moved = bars;
  }

  #indexAt(pane: HTMLElement, event: MouseEvent): number | null {
    if (this.#frame === null) return null;
    const { chart } = this.#frame;
    const x = event.clientX - pane.getBoundingClientRect().left;
    const { slot, edge } = acrossOf(chart, pane.clientWidth, LABELS);
    return x < 0 || x >= edge ? null : Math.floor(x / slot);
  }
}

function fill(
  svg: SVGSVGElement,
  pane: HTMLElement,
  draw: (size: { width: number; height: number }) => string,
): void {
  const [width, height] = [pane.clientWidth, pane.clientHeight];
  if (width < 40 || height < 30) return;
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.innerHTML = draw({ width, height });
}

function write(readout: HTMLElement, title: string, values: readonly ReadValue[]): void {
  const items: readonly ReadValue[] = [{ name: title, text: '', look: 'title' }, ...values];
  syncChildren(
    readout,
    items,
    () => h('span', {}, h('small'), h('b')),
    (span, { name, text, look }) => {
      span.className = look;
      setText(span.children[0], name);
      setText(span.children[1], text);
    },
  );
}
