import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether there is a tmux; a machine without one cannot run tests of the terminal. */
export function hasTmux(): boolean {
  return spawnSync('tmux', ['-V']).status === 0;
}

export interface TmuxOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How long to wait for what must come, in milliseconds: a hang must fail, slowness must not. */
const PATIENCE = 60_000;
const POLL = 30;

/** A terminal of its own, with a shell in it. */
export class Tmux {
  readonly #socket: string;
  readonly #folder: string;
  /** What the shell is called that everything is typed into. */
  readonly #shell: string;

  constructor({ columns = 120, rows = 40, cwd = process.cwd(), env = {} }: TmuxOptions = {}) {
    this.#folder = mkdtempSync(join(tmpdir(), 'admf-tmux-'));
    this.#socket = join(this.#folder, 's');
    const variables = Object.entries({
      PS1: '$ ',
      TERM: 'tmux-256color',
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      ...env,
    });
    const size = ['-x', String(columns), '-y', String(rows)];
    const given = variables.flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    // What the test runner or npm set must not reach the app: a user's shell has none of it.
    const clean = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(npm_|VITEST|NO_COLOR|FORCE_COLOR|CI$|NODE_ENV)/.test(name),
      ),
    );
    execFileSync(
      'tmux',
      ['-u', '-S', this.#socket, '-f', '/dev/null', 'new-session', '-d', ...size, '-c', cwd, ...given, 'sh'],
      { env: clean },
    );
    try {
      this.#awaitPrompt();
      this.#shell = this.state('pane_current_command');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * What is typed before the shell has its prompt is echoed twice, and the screen is not what a user sees.
   * A session takes the first moments after its making, so that nobody has to think of it.
   */
  #awaitPrompt(): void {
    const start = performance.now();
    while (this.screen().trim() === '') {
      if (performance.now() - start > PATIENCE) throw new Error('the shell of the terminal never came');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL);
    }
  }

  /** Types text as it is, without a key behind it. */
  type(text: string): void {
    this.#run('send-keys', '-l', '--', text);
  }

  /** Presses keys by tmux's names: `Enter`, `C-c`, `PageUp`, `n`. */
  press(...keys: string[]): void {
    for (const key of keys) this.#run('send-keys', key === ';' ? '\\;' : key);
  }

  /** What a user pastes, as the terminal hands it on. */
  paste(text: string): void {
    this.#run('set-buffer', '--', text);
    this.#run('paste-buffer', '-p');
  }

  resize(columns: number, rows: number): void {
    this.#run('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The screen as text. @param options `colors` keeps the escape sequences, `history` what has scrolled away. */
  screen({ colors = false, history = false } = {}): string {
    return this.#run('capture-pane', '-p', ...(colors ? ['-e'] : []), ...(history ? ['-S', '-'] : []));
  }

  /** A format of tmux about the pane: `alternate_on`, `cursor_flag`, `pane_current_command`. */
  state(format: string): string {
    return this.#run('display-message', '-p', `#{${format}}`).trim();
  }

  /** Waits until the screen shows something; returns it. @throws Error with the screen when it does not come. */
  async until(shows: RegExp | ((screen: string) => boolean), what = String(shows)): Promise<string> {
    const test = typeof shows === 'function' ? shows : (screen: string) => shows.test(screen);
    const start = performance.now();
    for (;;) {
      const screen = this.screen();
      if (test(screen)) return screen;
      if (performance.now() - start > PATIENCE)
        throw new Error(`the terminal never showed ${what}:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  /** Waits until something about the pane is so: what a program writes last is not there as soon as it has ended. */
  async untilState(format: string, value: string): Promise<void> {
    await this.until(() => this.state(format) === value, `${format} ${value}`);
  }

  /**
   * Waits until the shell has the terminal again, and hears what is typed. A screen that is empty does not say so: it
   * comes before the program has ended or stopped.
   */
  async untilShell(): Promise<void> {
    await this.untilState('pane_current_command', this.#shell);
  }

  close(): void {
    spawnSync('tmux', ['-S', this.#socket, 'kill-server']);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(...args: string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8' });
  }
}
