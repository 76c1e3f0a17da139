import type { Frame } from '../frame.ts';
import { h, ICONS, icon, setAttribute, setText, syncChildren } from './dom.ts';
import type { Deed, Link } from './link.ts';

const SPEEDS = [0.5, 1, 2, 5, 10, 20, 50, 100];

/** The slider, the buttons below it, and the line in which the widget answers. */
export class ControlsView {
  readonly slider: HTMLElement;
  readonly bar: HTMLElement;
  readonly note: HTMLElement;
  readonly #link: Link;
  readonly #range: HTMLInputElement;
  readonly #place = h('output');
  readonly #play: HTMLButtonElement;
  readonly #speed: HTMLSelectElement;
  readonly #turn: HTMLButtonElement;
  readonly #until: HTMLInputElement;
  readonly #said = h('span', { class: 'said', role: 'status', 'aria-live': 'polite' });
  readonly #call = h('code', { title: 'the call that does the same' });
  readonly #stops = h('span', { class: 'stops' });
  #frame: Frame | null = null;
  #isDragging = false;

  constructor(link: Link) {
    this.#link = link;
    this.#range = h('input', {
      type: 'range',
      min: 0,
      step: 1,
      'aria-label': 'bar',
      oninput: () => this.#drag(),
      onchange: () => this.#drop(),
    });
    this.slider = h('div', { class: 'slider' }, this.#range, this.#place);
    this.#play = button('', 'play or pause (space)', () => this.toggle(), 'primary');
    this.#speed = h(
      'select',
      {
        'aria-label': 'speed',
        title: 'bars a second (< and >)',
        onchange: () => link.set({ speed: Number(this.#speed.value) }),
      },
      ...SPEEDS.map((speed) => h('option', { value: speed }, `${speed} bars/s`)),
    );
    this.#turn = button(
      ICONS.turn,
      'direction of play (r)',
      () => link.set({ isBack: !this.#frame?.play.isBack }),
      'turn',
    );
    this.#until = h('input', {
      type: 'text',
      placeholder: 'until: equity < 95000, FILL, 2008-09-15 …',
      'aria-label': 'place to go to, or condition to run until',
      spellcheck: 'false',
      autocomplete: 'off',
      onkeydown: (event: KeyboardEvent) => {
        if (event.key === 'Enter') this.#typed(event.shiftKey ? 'break' : 'until');
        if (event.key === 'Escape') this.#until.blur();
      },
    });
    const ask = (path: string, label: string, deed: Deed) => button(path, label, () => link.ask(deed));
    this.bar = h(
      'div',
      { class: 'controls', role: 'toolbar', 'aria-label': 'walk through the run' },
      ask(ICONS.start, 'start of the run (Home)', { what: 'start' }),
      ask(ICONS.fillBack, 'previous fill (F)', { what: 'fill-back' }),
      ask(ICONS.back, 'back one bar (N or ←)', { what: 'back' }),
      this.#play,
      ask(ICONS.next, 'next bar (n or →)', { what: 'next' }),
      ask(ICONS.fill, 'next fill (f)', { what: 'fill' }),
      ask(ICONS.end, 'end of the run (End)', { what: 'end' }),
      h('span', { class: 'gap' }),
      ask(ICONS.stepBack, 'back one event (S)', { what: 'step-back' }),
      ask(ICONS.step, 'next event (s)', { what: 'step' }),
      h('span', { class: 'gap' }),
      this.#speed,
      this.#turn,
      h('span', { class: 'gap wide' }),
      h(
        'span',
        { class: 'typed' },
        this.#until,
        h(
          'button',
          {
            type: 'button',
            class: 'word',
            title: 'run on to there (Enter)',
            onclick: () => this.#typed('until'),
          },
          'Run',
        ),
        h(
          'button',
          {
            type: 'button',
            class: 'word',
            title: 'stop there from now on (Shift+Enter)',
            onclick: () => this.#typed('break'),
          },
          'Break',
        ),
      ),
    );
    this.note = h('footer', { class: 'note' }, this.#stops, this.#said, this.#call);
  }

  draw(frame: Frame): void {
    this.#frame = frame;
    const { bar, bars, moment, play, note, call, stops, event } = frame;
    setAttribute(this.#range, 'max', String(bars));
    if (!this.#isDragging) this.#range.value = String(bar);
    this.#showPlace(bar);
    setAttribute(
      this.#range,
      'aria-valuetext',
      `bar ${bar} of ${bars}, ${moment}${event === null ? '' : ', inside'}`,
    );
    this.#showPlay(play);
    this.#showNote(note);
    setText(this.#call, call);
    this.#markMistake(note);
    syncChildren(
      this.#stops,
      stops,
      () => h('button', { type: 'button', class: 'stop', onclick: (event: Event) => this.#delete(event) }),
      (chip, { id, text, hits }) => {
        chip.dataset.stop = String(id);
        chip.title = `stop ${id}, met ${hits} times: click to delete`;
        setText(chip, `● ${text} ×`);
      },
    );
  }

  /** Plays, or stops whatever runs. */
  toggle(): void {
    const runs = this.#busy !== null || this.#frame?.play.isPlaying === true;
    this.#link.ask({ what: runs ? 'pause' : 'play' });
  }

  /** How far a motion is that takes long; null when none is under way. */
  get #busy(): string | null {
    const busy = this.#link.get('busy');
    return typeof busy === 'string' ? busy : null;
  }

  faster(by: number): void {
    const { play } = this.#frame!;
    const at = SPEEDS.indexOf(play.speed) + by;
    if (SPEEDS[at] !== undefined) this.#link.set({ speed: SPEEDS[at] });
  }

  turn(): void {
    this.#turn.click();
  }

  typeUntil(): void {
    this.#until.focus();
    this.#until.select();
  }

  /** How it walks is known before the next frame comes. */
  showSettings(): void {
    if (this.#frame === null) return;
    const { play, note } = this.#frame;
    this.#showNote(note);
    this.#showPlay({
      ...play,
      speed: Number(this.#link.get('speed')),
      isBack: this.#link.get('isBack') === true,
    });
  }

  #showPlay({ isPlaying, speed, isBack }: Frame['play']): void {
    if (this.#frame !== null) this.#frame = { ...this.#frame, play: { isPlaying, speed, isBack } };
    const runs = isPlaying || this.#busy !== null;
    const path = runs ? ICONS.pause : isBack ? ICONS.playBack : ICONS.play;
    setAttribute(this.#play.querySelector('path')!, 'd', path);
    setAttribute(
      this.#play,
      'aria-label',
      runs ? 'pause (space)' : `play ${isBack ? 'backwards ' : ''}(space)`,
    );
    this.#speed.value = String(speed);
    setAttribute(this.#turn, 'aria-pressed', String(isBack));
    this.#turn.classList.toggle('on', isBack);
  }

  #showNote(note: Frame['note']): void {
    const { ended } = this.#link;
    if (ended !== null) {
      setText(this.#said, `${ended}: run the cell again to go on`);
      this.#said.title = '';
      this.#said.classList.add('mistake');
      return;
    }
    const busy = this.#busy;
    const column = note?.column ?? null;
    const said = note === null ? '' : `${column === null ? '' : `column ${column}: `}${note.text}`;
    setText(this.#said, busy === null ? said : `${busy} … Esc stops it`);
    this.#said.title = note?.text ?? '';
    this.#said.classList.toggle('mistake', busy === null && note?.kind === 'mistake');
  }

  #showPlace(bar: number): void {
    const { bars, bar: at, moment, event } = this.#frame!;
    const known = bar === at ? `  ${moment}${event === null ? '' : `  event ${event}`}` : '';
    setText(this.#place, `bar ${bar.toLocaleString('en')} / ${bars.toLocaleString('en')}${known}`);
  }

  #drag(): void {
    this.#isDragging = true;
    const bar = Number(this.#range.value);
    this.#showPlace(bar);
    this.#link.ask({ what: 'drag', bar });
  }

  #drop(): void {
    this.#isDragging = false;
    this.#link.ask({ what: 'goto', place: Number(this.#range.value) });
  }

  #typed(what: 'until' | 'break'): void {
    this.#link.ask({ what, text: this.#until.value });
  }

  /** The cursor of the text goes to where the mistake is. */
  #markMistake(note: Frame['note']): void {
    const isTyped = note?.kind === 'mistake' && note.column !== null;
    setAttribute(this.#until, 'aria-invalid', isTyped ? 'true' : null);
    if (!isTyped || document.activeElement !== this.#until) return;
    const at = Math.min(this.#until.value.length, note.column! - 1);
    this.#until.setSelectionRange(at, this.#until.value.length);
  }

  #delete(event: Event): void {
    const stop = Number((event.currentTarget as HTMLElement).dataset.stop);
    this.#link.ask({ what: 'delete', stop });
  }
}

function button(path: string, label: string, onclick: () => void, look = ''): HTMLButtonElement {
  return h('button', { type: 'button', class: look, title: label, 'aria-label': label, onclick }, icon(path));
}
