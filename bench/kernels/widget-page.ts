import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { stepperCode } from '../../kernel/widget/stepper-code.ts';
import type { Client } from '../../test/kernel/e2e/client.ts';
import type { WidgetFront } from '../../test/kernel/e2e/widget-front.ts';

/** A page with the widget on a kernel: the browser is real, and only JupyterLab's server is not between the two. */
export class WidgetPage {
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #debugger: CDPSession;

  private constructor(browser: Browser, page: Page, session: CDPSession) {
    this.#browser = browser;
    this.#page = page;
    this.#debugger = session;
  }

  static async open(executablePath: string, client: Client, front: WidgetFront): Promise<WidgetPage> {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 1180, height: 760 } });
    const { esm, css } = await stepperCode();
    await page.setContent(`<style>${css}</style><div id="place"></div>`);
    await page.exposeFunction('toKernel', async (content: unknown) => void (await front.send(content)));
    await page.exposeFunction('setInKernel', async (state: Record<string, unknown>) => {
      await front.set(state);
    });
    const send = async (state: Record<string, unknown>) => {
      await page.evaluate((given) => (globalThis as unknown as InPage).take(given), packed(state));
    };
    await page.addScriptTag({ content: `(${runInPage.toString()})()` });
    await send(front.state);
    await page.evaluate((code) => (globalThis as unknown as InPage).start(code), esm);
    let seen = client.published.length;
    void (async () => {
      while (browser.isConnected()) {
        await client.until(() => (client.published.length > seen ? true : undefined)).catch(() => {});
        const news = client.published.slice(seen);
        seen = client.published.length;
        for (const message of news) {
          const changes = front.changesOf(message);
          if (changes !== undefined) await send(changes).catch(() => {});
        }
      }
    })();
    return new WidgetPage(browser, page, await page.context().newCDPSession(page));
  }

  /** Milliseconds from a click on a button to the next picture of all panes on the screen. */
  async click(label: string): Promise<number> {
    return await this.#page.evaluate((name) => (globalThis as unknown as InPage).click(name), label);
  }

  /** Drags the slider to and fro over the whole run with the mouse. */
  async drag(seconds: number): Promise<{ moves: number; latencies: number[]; settled: number }> {
    const slider = this.#page.locator('input[type="range"]');
    const { x, y, width, height } = (await slider.boundingBox())!;
    const { mouse } = this.#page;
    await this.#page.evaluate(() => (globalThis as unknown as InPage).note());
    await mouse.move(x + width / 2, y + height / 2);
    await mouse.down();
    const begun = performance.now();
    let moves = 0;
    for (; performance.now() - begun < 1000 * seconds; moves++) {
      const share = (1 + Math.sin((performance.now() - begun) / 700)) / 2;
      await mouse.move(x + 8 + share * (width - 16), y + height / 2);
    }
    await mouse.up();
    const { latencies, settled } = await this.#page.evaluate(() =>
      (globalThis as unknown as InPage).settle(),
    );
    return { moves, latencies, settled };
  }

  /** Bytes of the page's heap after a collection. */
  async heap(): Promise<number> {
    await this.#debugger.send('HeapProfiler.collectGarbage');
    await this.#debugger.send('Performance.enable');
    const { metrics } = await this.#debugger.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** What the page offers to the benchmark. */
interface InPage {
  take(state: unknown): void;
  start(esm: string): Promise<void>;
  click(label: string): Promise<number>;
  note(): void;
  settle(): Promise<{ latencies: number[]; settled: number }>;
}

/** Columns as text, which is all that goes into a page. */
function packed(state: unknown): unknown {
  return JSON.parse(
    JSON.stringify(state, (_key, value: unknown) =>
      value instanceof DataView
        ? { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
        : value,
    ),
  ) as unknown;
}

/** Runs in the page: a model as anywidget gives it, and a clock from request to drawn frame. */
function runInPage(): void {
  interface Frame {
    readonly answered: Readonly<Record<string, number>>;
  }
  const page = globalThis as unknown as InPage & {
    toKernel(content: unknown): void;
    setInKernel(state: unknown): void;
  };
  const state: Record<string, unknown> = {};
  const listeners = new Map<string, Set<() => void>>();
  const asked = new Map<number, number>();
  let front = '';
  let latencies: number[] = [];
  let changes: Record<string, unknown> = {};
  let onDrawn: (() => void)[] = [];
  const unpacked = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpacked);
    const { bytes } = value as { bytes?: string };
    if (typeof bytes === 'string') {
      return new DataView(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)).buffer);
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unpacked(one)]));
  };
  const tell = (event: string) => {
    for (const listener of listeners.get(event) ?? []) listener();
  };
  const model = {
    get: (name: string) => state[name],
    set(name: string, value: unknown) {
      state[name] = value;
      changes[name] = value;
      tell(`change:${name}`);
    },
    save_changes() {
      page.setInKernel(changes);
      changes = {};
    },
    send(content: { kind: string; front: string; id?: number }) {
      front = content.front;
      if (content.id !== undefined) asked.set(content.id, performance.now());
      page.toKernel(content);
    },
    on(event: string, listener: () => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    off(event: string, listener: () => void) {
      listeners.get(event)?.delete(listener);
    },
  };
  page.take = (given) => {
    Object.assign(state, unpacked(given));
    for (const name of Object.keys(given as object)) tell(`change:${name}`);
    const answered = (state.frame as Frame | undefined)?.answered[front] ?? 0;
    // Drawn in the next frame of the browser, and to be seen at its end.
    requestAnimationFrame(() =>
      setTimeout(() => {
        for (const [id, since] of asked) {
          if (id > answered) continue;
          latencies.push(performance.now() - since);
          asked.delete(id);
        }
        if (asked.size > 0) return;
        for (const resolve of onDrawn) resolve();
        onDrawn = [];
      }),
    );
  };
  page.start = async (esm) => {
    const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
    const { default: widget } = (await import(url)) as {
      default: { initialize(given: object): void; render(given: object): void };
    };
    widget.initialize({ model });
    widget.render({ model, el: document.getElementById('place') });
  };
  const drawn = () => new Promise<void>((resolve) => onDrawn.push(resolve));
  page.click = async (label) => {
    const button = [...document.querySelectorAll<HTMLElement>('button[aria-label]')].find((one) =>
      one.getAttribute('aria-label')?.startsWith(label),
    );
    const begun = performance.now();
    button?.click();
    await drawn();
    return performance.now() - begun;
  };
  page.note = () => {
    latencies = [];
  };
  page.settle = async () => {
    const begun = performance.now();
    if (asked.size > 0) await drawn();
    return { latencies, settled: performance.now() - begun };
  };
}
