import type { TreeRow } from '../../../src/index.ts';
import type { EventLine, Frame } from '../frame.ts';
import { h, setAttribute, setText, syncChildren } from './dom.ts';
import type { Link } from './link.ts';

/** Kinds of events that people look for, as filters. */
const FILTERS: readonly (readonly [name: string, filter: string])[] = [
  ['all', ''],
  ['decisions', "SIGNAL,ORDER,ORDER_REJECTED,FILL,POSITION_OPEN,POSITION_CLOSE where !(code == 'no_change')"],
  ['fills', 'FILL'],
  ['trades', 'POSITION_CLOSE'],
];
/** Rows by which the list is turned over. */
const PAGE = 40;
/** Rows from whose end on more are asked for. */
const NEAR = 30;

/** The stream of events, newest at the bottom. */
export class EventsView {
  readonly element: HTMLElement;
  readonly #list = h('div', { class: 'rows', role: 'listbox', 'aria-label': 'events', tabindex: 0 });
  readonly #count = h('small');
  readonly #filter: HTMLSelectElement;
  readonly #follow: HTMLButtonElement;
  readonly #link: Link;
  #frame: Frame | null = null;
  #first = -1;

  constructor(link: Link) {
    this.#link = link;
    this.#filter = h(
      'select',
      {
        'aria-label': 'which events',
        onchange: () => link.ask({ what: 'filter', text: this.#filter.value }),
      },
      ...FILTERS.map(([name, filter]) => h('option', { value: filter }, name)),
    );
    this.#follow = h(
      'button',
      {
        type: 'button',
        class: 'text',
        title: 'to the newest event, and along with the cursor',
        onclick: () => link.ask({ what: 'events', move: 0 }),
      },
      'newest',
    );
    this.element = h(
      'section',
      { class: 'pane events', 'aria-label': 'events' },
      h('header', {}, h('h4', {}, 'Events'), this.#filter, this.#count, this.#follow),
      this.#list,
    );
    this.#list.addEventListener('click', (event) => {
      const id = rowOf(event.target)?.dataset.id;
      if (id !== undefined) link.ask({ what: 'why', of: id });
    });
    this.#list.addEventListener('dblclick', (event) => this.#goto(rowOf(event.target)));
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('scroll', () => this.#more());
  }

  draw(frame: Frame): void {
    this.#frame = frame;
    const { rows, first, total, isCounted, isFollowing, filter } = frame.events;
    const moved = this.#first < 0 ? 0 : first - this.#first;
    this.#first = first;
    syncChildren(this.#list, rows, makeEvent, (row, line) => showEvent(row, line, frame));
    setText(this.#count, `${isCounted ? '' : 'at least '}${total.toLocaleString('en')}`);
    this.#follow.hidden = isFollowing;
    if (document.activeElement !== this.#filter) this.#choose(filter);
    if (isFollowing) this.#list.scrollTop = this.#list.scrollHeight;
    else if (moved !== 0) this.#list.scrollTop -= moved * rowHeight(this.#list);
  }

  /** Keeps the newest row in sight when there is more or less room. */
  stay(): void {
    if (this.#frame?.events.isFollowing === true) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #choose(filter: string): void {
    const isKnown = [...this.#filter.options].some(({ value }) => value === filter);
    if (!isKnown) this.#filter.append(h('option', { value: filter }, filter));
    this.#filter.value = filter;
  }

  /** At either end of the rows that are here, those behind it are fetched. */
  #more(): void {
    if (this.#frame === null || this.#link.isBusy) return;
    const { first, rows, total, isFollowing } = this.#frame.events;
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    const bottom = scrollHeight - clientHeight - scrollTop;
    if (scrollTop < NEAR && first > 0) {
      this.#link.ask({ what: 'events', move: -(isFollowing ? rows.length + PAGE : PAGE) });
    } else if (bottom < NEAR && first + rows.length < total) this.#link.ask({ what: 'events', move: PAGE });
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#list.children] as HTMLElement[];
    const at = rows.findIndex((row) => row.classList.contains('chosen'));
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = rows[at < 0 ? rows.length - 1 : at + (event.key === 'ArrowUp' ? -1 : 1)];
      if (next?.dataset.id !== undefined) {
        this.#link.ask({ what: 'why', of: next.dataset.id });
        next.scrollIntoView({ block: 'nearest' });
      }
    } else if (event.key === 'Enter') this.#goto(rows[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #goto(row: HTMLElement | null | undefined): void {
    if (row?.dataset.id !== undefined) this.#link.ask({ what: 'goto', place: row.dataset.id });
  }
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>('[data-id]');
}

function rowHeight(list: Element): number {
  return list.firstElementChild?.getBoundingClientRect().height ?? 0;
}

function makeEvent(): HTMLDivElement {
  return h(
    'div',
    { role: 'option' },
    h('span', { class: 'bar' }),
    h('b'),
    h('span', { class: 'what' }),
    h('time'),
  );
}

function showEvent(row: HTMLElement, line: EventLine, frame: Frame): void {
  const { id, name, type, bar, moment, isQuiet, text } = line;
  const [number, label, what, time] = row.children;
  const isChosen = frame.why.subject === id;
  const way = type === 'FILL' ? (text.startsWith('sell') ? ' sell' : ' buy') : '';
  row.className = `row ${isQuiet ? 'quiet' : type.toLowerCase()}${way}${isChosen ? ' chosen' : ''}${bar === frame.bar ? ' here' : ''}`;
  row.dataset.id = id;
  row.title = `${id}: why (click), go there (double click)`;
  setAttribute(row, 'aria-selected', String(isChosen));
  setText(number, String(bar));
  setText(label, name);
  setText(what, text);
  setText(time, moment);
}

/** The containers as a tree; what changed since the bar before shows how. */
export class StateView {
  readonly element: HTMLElement;
  readonly #list = h('div', { class: 'rows', role: 'tree', 'aria-label': 'state' });

  constructor(link: Link) {
    this.element = h(
      'section',
      { class: 'pane state', 'aria-label': 'state' },
      h('header', {}, h('h4', {}, 'State'), h('small', {}, 'Δ to the bar before')),
      this.#list,
    );
    this.#list.addEventListener('click', (event) => {
      const path = (event.target as Element).closest<HTMLElement>('button[data-path]')?.dataset.path;
      if (path !== undefined) link.ask({ what: 'toggle', path });
    });
  }

  draw({ tree }: Frame): void {
    syncChildren(this.#list, tree, makeState, showState);
  }
}

function makeState(): HTMLDivElement {
  return h(
    'div',
    { role: 'treeitem' },
    h('button', { type: 'button' }),
    h('span', { class: 'value' }),
    h('i'),
    h('small'),
  );
}

function showState(row: HTMLElement, line: TreeRow): void {
  const { path, name, depth, isBranch, isExpanded, text, before, direction } = line;
  const [button, value, glyph, was] = row.children as unknown as HTMLElement[];
  const way = before === null ? '' : direction > 0 ? ' rose' : direction < 0 ? ' fell' : ' changed';
  row.className = `row${isBranch ? ' branch' : ''}${way}`;
  row.style.setProperty('--depth', String(depth));
  setAttribute(row, 'aria-level', String(depth + 1));
  setAttribute(row, 'aria-expanded', isBranch ? String(isExpanded) : null);
  setText(button, `${isBranch ? (isExpanded ? '▾ ' : '▸ ') : ''}${name}`);
  (button as HTMLButtonElement).disabled = !isBranch;
  if (isBranch) button.dataset.path = path;
  else delete button.dataset.path;
  row.title = path;
  setText(value, isBranch && isExpanded ? '' : text);
  setText(glyph, before === null ? '' : direction > 0 ? '▲' : direction < 0 ? '▼' : 'Δ');
  setText(was, before === null ? '' : `was ${before}`);
}

/** The chain of causes of what was clicked, or of what happened at the cursor. */
export class WhyView {
  readonly element: HTMLElement;
  readonly #heading = h('h4', {}, 'Why');
  readonly #title = h('small');
  readonly #body = h('div', { class: 'chain', tabindex: 0, 'aria-label': 'chain of causes' });
  readonly #go: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  #html = '';
  #subject = '';

  constructor(link: Link) {
    this.#go = h(
      'button',
      { type: 'button', class: 'text', onclick: () => link.ask({ what: 'goto', place: this.#subject }) },
      'go there',
    );
    this.#clear = h(
      'button',
      {
        type: 'button',
        class: 'text',
        title: 'why of what happened at the cursor',
        onclick: () => link.ask({ what: 'why', of: null }),
      },
      'at the cursor',
    );
    this.element = h(
      'section',
      { class: 'pane why', 'aria-label': 'why' },
      h(
        'header',
        {},
        this.#heading,
        this.#title,
        this.#go,
        this.#clear,
        h(
          'button',
          {
            type: 'button',
            class: 'text',
            title: 'why nothing happened (W)',
            onclick: () => link.ask({ what: 'whynot' }),
          },
          'why not',
        ),
      ),
      this.#body,
    );
  }

  draw({ why }: Frame): void {
    const { subject, whynot, lines, html } = why;
    setText(this.#heading, whynot ? 'Why not' : 'Why');
    this.#subject = subject;
    setText(this.#title, subject.slice(subject.lastIndexOf('/') + 1));
    this.#title.title = subject;
    this.#go.hidden = subject === '';
    this.#clear.hidden = subject === '' && !whynot;
    if (html === this.#html && html !== '') return;
    this.#html = html;
    // The kernel has escaped what is text in it.
    if (html === '') setText(this.#body, lines.join('\n'));
    else this.#body.innerHTML = html;
    this.#body.scrollTop = 0;
  }
}
