import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Where pictures of what a test saw go, for people who want to see it too; nowhere by default. */
const PICTURES = process.env.ADMF_SCREENSHOTS;

/** A notebook in JupyterLab, used as a person does: by keys and clicks. Code goes into the last cell. */
export class NotebookPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get #cells(): Locator {
    return this.page.locator('.jp-Notebook:visible .jp-CodeCell');
  }

  /** The cell that waits for code. */
  get input(): Locator {
    return this.#cells.last().locator('.cm-content');
  }

  /** Resolves when there is a kernel, and it has nothing to do. The toolbar shows a kernel too early. */
  async idle(): Promise<void> {
    await this.page.locator('#jp-main-statusbar', { hasText: 'ADMF (TypeScript) | Idle' }).waitFor();
    await this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]:visible').waitFor();
  }

  /** Replaces what stands in the cell that waits for code. */
  async type(code: string): Promise<void> {
    await this.input.click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(code);
  }

  /** Runs code. Returns its cell at once. */
  async start(code: string): Promise<Locator> {
    await this.type(code);
    const cell = this.#cells.nth((await this.#cells.count()) - 1);
    const mark = `ran-${await this.#cells.count()}`;
    await cell.evaluate((element, value) => {
      (element as HTMLElement).dataset.mark = value;
    }, mark);
    await this.page.keyboard.press('Shift+Enter');
    return this.page.locator(`[data-mark="${mark}"]`);
  }

  /** Runs code. Returns its cell when it has run. */
  async run(code: string): Promise<Locator> {
    const cell = await this.start(code);
    await this.ended(cell);
    return cell;
  }

  async ended(cell: Locator): Promise<void> {
    await cell.locator('.jp-InputPrompt', { hasText: /^\[\d+\]:$/ }).waitFor();
    await this.idle();
  }

  /** A button of the notebook's toolbar. */
  async toolbar(command: string): Promise<void> {
    await this.page.locator(`.jp-NotebookPanel-toolbar:visible [data-command="${command}"]`).click();
  }

  /** Takes a picture, where pictures are wanted. */
  async look(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
