import type { KeyPress } from '../model/key-press.ts';
import { type CommandKey, commandOf, takesCount, type UiAction, uiActionOf } from '../model/keymap.ts';
import { update } from '../model/update.ts';
import { overlayRows } from '../view/overlay.ts';
import type { Controller } from './controller.ts';
import { Deeds } from './deeds.ts';
import { Player } from './player.ts';
import { Pointer } from './pointer.ts';
import { Typing } from './typing.ts';

/** What each key does. */
export class Keyboard {
  readonly player: Player;
  readonly typing: Typing;
  readonly #app: Controller;
  readonly pointer: Pointer;
  readonly #deeds: Deeds;

  constructor(app: Controller) {
    this.#app = app;
    this.player = new Player(app);
    this.#deeds = new Deeds(app, this.player);
    this.pointer = new Pointer(app, this.#deeds);
    this.typing = new Typing(app, (action) => this.#act(action));
  }

  press(key: KeyPress): void {
    const { layout, ui } = this.#app;
    if (layout.kind === 'tiny') {
      this.#inTiny(key);
      return;
    }
    if (key.name !== 'Ctrl-C' && ui.leaving) this.#app.set(update.leaving(update.notice(ui, null), false));
    if (this.#app.tour?.press(key.name) === true) return;
    if (key.name === 'Ctrl-C') this.#interrupt();
    else if (key.name === 'Ctrl-Z') this.#act('suspend');
    else if (ui.overlay !== null && ui.mode === 'keys') this.#inOverlay(key);
    else if (ui.mode === 'keys') this.#inKeys(key);
    else this.typing.press(key);
  }

  /** What was open when the window became too small is not seen, and so must not take what is typed. */
  #inTiny({ name }: KeyPress): void {
    const { ui } = this.#app;
    if (name === 'q') this.#app.runLine('quit');
    else if (name === 'Ctrl-C') this.#interrupt();
    else if (name === 'Ctrl-Z') this.#act('suspend');
    else if (name !== '?') return;
    else if (ui.overlay === null) this.#act('help');
    else this.#app.set(update.overlay(ui, null));
  }

  paste(text: string): void {
    const { ui, layout } = this.#app;
    if (layout.kind === 'tiny') return;
    // Pasted text is never taken for keys: it goes to the prompt, to be looked at before it is carried out.
    if (ui.mode === 'keys') {
      this.#app.change(update.mode(ui, ui.takesCode ? 'prompt' : 'command'));
    }
    this.typing.paste(text);
  }

  #inKeys(key: KeyPress): void {
    const { ui } = this.#app;
    if (/^\d$/.test(key.name)) {
      this.#app.change(update.digit(ui, key.name));
      return;
    }
    if (ui.notice !== null) this.#app.set(update.notice(ui, null));
    const action = uiActionOf(key.name);
    const command = commandOf(key.name);
    if (action !== undefined && this.#isForUi(action)) {
      this.#app.set(update.dropCount(this.#app.ui));
      this.#act(action);
    } else if (command !== undefined) {
      this.#command(command, key.name);
    } else {
      this.#app.set(update.dropCount(this.#app.ui));
      this.#app.say(`${key.name} does nothing here; ? tells which keys do`);
    }
  }

  /** A key of the program comes before the same key of a command, but where nothing is in hand that it could be about. */
  #isForUi(action: UiAction): boolean {
    return action !== 'enter' || ['events', 'state', 'watch'].includes(this.#app.ui.focus);
  }

  #command({ command, line }: CommandKey, name: string): void {
    const { ui, count } = update.takeCount(this.#app.ui);
    this.#app.set(ui);
    this.player.pause();
    if (name === 'w' || name === 'W') this.#deeds.why(name === 'W');
    else if (name === 'p') this.#deeds.pin();
    else if (name === '=') this.#deeds.compare();
    else if (name === 'D') this.#deeds.diffMark();
    else if (line.endsWith(' ')) this.#app.change(update.mode(ui, 'command', line));
    else {
      if (command.repeats === true) this.#app.change(update.follow(ui));
      this.#app.runLine(count !== '' && takesCount(command) ? `${count} ${line}` : line);
    }
  }

  #act(action: UiAction): void {
    if (action === 'interrupt') this.#interrupt();
    else this.#deeds.carryOut(action);
  }

  /** First what runs, then what is typed, and at the second time the program. */
  #interrupt(): void {
    const { ui } = this.#app;
    if (ui.isPlaying) this.player.pause('paused');
    else if (this.typing.interrupt() || this.#app.jobs.interrupt()) return;
    else if (ui.mode !== 'keys') this.#app.change(update.mode(ui, 'keys'));
    else if (ui.leaving) this.#app.terminal?.exit();
    else {
      this.#app.say('Ctrl-C again quits, as q does');
      this.#app.set(update.leaving(this.#app.ui, true));
    }
  }

  #inOverlay(key: KeyPress): void {
    const { ui, layout } = this.#app;
    if (ui.overlay === null) return;
    const rows = overlayRows(layout, ui.overlay);
    const steps: Readonly<Record<string, number>> = {
      '↓': 1,
      j: 1,
      '↑': -1,
      k: -1,
      PgDn: rows,
      Space: rows,
      PgUp: -rows,
      Home: -1e9,
      End: 1e9,
    };
    const by = steps[key.name];
    if (by !== undefined) {
      this.#app.set(update.scrollOverlay(ui, by, rows));
      return;
    }
    this.#app.set(update.overlay(ui, null));
    // Whoever goes on has read it.
    if (!['Esc', 'Enter', 'q', '?'].includes(key.name)) this.#inKeys(key);
  }
}
