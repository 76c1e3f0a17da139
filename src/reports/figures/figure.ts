import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { writeWhole } from '../../foundation/write-whole.ts';
import { findOrigin, originText, staleText } from '../../workflows/origin/origin.ts';
import { figurePage } from '../static-image/page.ts';
import { renderPng } from '../static-image/png.ts';
import { type PlotlyJson, renderSvg } from '../static-image/svg.ts';
import type { ColorDepth, Tier } from '../text-chart/index.ts';
import { compactPlotly, thinnedPlotly } from './compact-plotly.ts';
import { themedLayout } from './layout.ts';
import { plotlyText } from './plain-text.ts';
import { type Theme, type ThemeName, themeNamed } from './theme.ts';

/** Size and looks of a figure that is drawn with characters. */
export interface TextOptions {
  /** Characters; 80 by default. */
  readonly width?: number;
  /** Lines; 20 by default. */
  readonly height?: number;
  /** None by default. */
  readonly colors?: ColorDepth;
  /** Braille by default. */
  readonly tier?: Tier;
}

/** Size and colours with nothing left open. */
export type TextSize = Required<TextOptions>;

/** Size and looks of a figure as a picture. */
export interface ImageOptions {
  /** Pixels; 900 by default. */
  readonly width?: number;
  /** Pixels; what reads well by default. */
  readonly height?: number;
  readonly theme?: ThemeName;
}

/** What a kind of figure says about one picture. */
export interface FigureSpec {
  /** Plain text. */
  readonly title: string;
  /** Pixels at which it reads well; 420 by default. */
  readonly height?: number;
  /** Traces, and the layout beside what the theme says. */
  readonly draw: (theme: Theme) => PlotlyJson;
  readonly text: (size: TextSize) => string;
  /** The same in two dimensions, for readers and printers that have no depth. */
  readonly flat?: Figure;
}

/** A figure as Plotly takes it, whole. */
export interface PlotlyFigure extends PlotlyJson {
  readonly config: Readonly<Record<string, unknown>>;
}

/** One figure in all its forms, by MIME type: as Jupyter takes it. */
export interface FigureBundle {
  readonly 'application/vnd.plotly.v1+json': PlotlyFigure;
  readonly 'image/svg+xml': string;
  /** Base64; where it was asked for and a Chromium was found. */
  readonly 'image/png'?: string;
  readonly 'text/plain': string;
}

const ENDINGS = ['.svg', '.png', '.html', '.json', '.txt'];
const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/**
 * A picture of a run. The same data as an interactive Plotly figure, as SVG or PNG, and as text for terminals; in a notebook it
 * shows itself. Plain data went in: it does not change when the run goes on.
 */
export class Figure {
  readonly title: string;
  /** Pixels at which it reads well. */
  readonly height: number;
  readonly #spec: FigureSpec;

  constructor(spec: FigureSpec) {
    this.title = spec.title;
    this.height = spec.height ?? 420;
    this.#spec = spec;
  }

  /** Data, layout and configuration for `Plotly.newPlot`. Marks carry ids in `customdata`; `meta.customdata` names its fields. */
  toPlotly(options: Pick<ImageOptions, 'theme' | 'width'> = {}): PlotlyFigure {
    return this.#toPlotly(options, '');
  }

  /** @param note below the title, as text. */
  #toPlotly(options: Pick<ImageOptions, 'theme' | 'width'>, note: string): PlotlyFigure {
    const origin = findOrigin(this);
    const theme = themeNamed(options.theme ?? 'light');
    const { data, layout } = this.#spec.draw(theme);
    return {
      data,
      layout: themedLayout(
        theme,
        {
          title: `${plotlyText(this.title)}${note === '' ? '' : `<br><sub>⚠ ${plotlyText(note)}</sub>`}`,
          width: options.width ?? 600,
          height: this.height,
          data,
        },
        origin === undefined ? layout : { ...layout, meta: { run: origin.fingerprint } },
      ),
      config: { displaylogo: false, responsive: true },
    };
  }

  /** Drawn without a browser. */
  toSvg(options: ImageOptions = {}): Promise<string> {
    return this.#toSvg(options, '', false);
  }

  /** @param isShort for a file that holds more than the picture. */
  #toSvg(options: ImageOptions, note: string, isShort: boolean): Promise<string> {
    const figure = this.#spec.flat ?? this;
    const { width = 900, height = figure.height } = options;
    const plotly = figure.#toPlotly({ ...options, width }, note);
    return renderSvg(isShort ? thinnedPlotly(plotly) : plotly, { width, height });
  }

  /** Drawn by a Chromium, two pixels for each of its size; null where none is found: set ADMF_CHROMIUM to its path. */
  async toPng(options: ImageOptions = {}): Promise<Uint8Array | null> {
    const { width = 900, height = (this.#spec.flat ?? this).height } = options;
    return renderPng(await this.toSvg(options), { width, height });
  }

  /** Lines without a newline at the end. */
  toText({ width = 80, height = 20, colors = 'none', tier = 'braille' }: TextOptions = {}): string {
    return this.#spec.text({ width, height, colors, tier });
  }

  /** A page of its own that works without a network. */
  toHtml(options: ImageOptions = {}): Promise<string> {
    return figurePage(this.title, this.toPlotly(options));
  }

  /** All forms at once, with the run that it comes from, and a line when that is of yesterday. @param options.png also a PNG, which starts a Chromium. */
  async bundle(
    options: ImageOptions & { readonly png?: boolean; readonly text?: TextOptions } = {},
  ): Promise<FigureBundle> {
    const png = options.png === true ? await this.toPng(options) : null;
    const origin = findOrigin(this);
    const stale = staleText(origin);
    return {
      'application/vnd.plotly.v1+json': compactPlotly(this.#toPlotly(options, stale)),
      'image/svg+xml': await this.#toSvg(options, stale, true),
      ...(png === null ? {} : { 'image/png': Buffer.from(png).toString('base64') }),
      'text/plain': [
        this.toText(options.text),
        ...(origin === undefined ? [] : [originText(origin)]),
        ...(stale === '' ? [] : [stale]),
      ].join('\n'),
    };
  }

  /**
   * Writes it to a file, whole or not at all: `.svg`, `.png`, `.html`, `.json` (for Plotly), `.txt`.
   *
   * @throws UserError for another ending, for `.png` where no Chromium is found, and where nothing can be written.
   */
  async write(path: string, options: ImageOptions = {}): Promise<void> {
    const content = await this.#fileOf(path, options);
    await writeWhole(resolve(path), (partial) => writeFile(partial, content), path);
  }

  async #fileOf(path: string, options: ImageOptions): Promise<string | Uint8Array> {
    const ending = extname(path).toLowerCase();
    switch (ending) {
      case '.svg':
        return this.toSvg(options);
      case '.html':
        return this.toHtml(options);
      case '.json':
        return `${JSON.stringify(this.toPlotly(options))}\n`;
      case '.txt':
        return `${this.toText()}\n`;
      case '.png': {
        const png = await this.toPng(options);
        if (png !== null) return png;
        throw new UserError('a PNG needs a Chromium, and none was found', {
          code: 'no_chromium',
          hint: 'write .svg instead, or set ADMF_CHROMIUM to the path of a Chromium or Chrome',
        });
      }
      default:
        throw new UserError(`a figure cannot be written to "${path}"`, {
          code: 'bad_figure_file',
          hint: nameHint(ending, ENDINGS),
        });
    }
  }

  toString(): string {
    return this.toText();
  }

  [INSPECT](): string {
    return this.toText();
  }

  [DISPLAY](): Promise<FigureBundle> {
    return this.bundle();
  }
}
