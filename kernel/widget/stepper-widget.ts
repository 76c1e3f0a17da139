import type { Desk } from '../../src/index.ts';
import { DISPLAY, type MimeData, SHOWN_AS } from '../display/mime-bundle.ts';
import type { DisplayApi } from '../runtime/display-api.ts';
import type { Frame } from './frame.ts';
import type { Stepper } from './stepper.ts';
import type { WidgetModel } from './widget-model.ts';
import type { Widgets } from './widgets.ts';

/** Looks at a widget that a front end has: other than its picture, it lives. */
const VIEW = 'application/vnd.jupyter.widget-view+json';

export interface StepperWidgetOptions {
  /** Pixels. */
  readonly height: number;
  readonly speed: number;
  readonly predict: 'off' | 'direction' | 'trade';
}

interface Opened {
  readonly stepper: Stepper;
  readonly model: WidgetModel;
  picture(): Promise<MimeData>;
}

/**
 * What `session.widget()` gives. It is shown as a picture at first, and as a widget once a front end says that it can: so pages
 * without scripts, and front ends without anywidget, have the picture.
 */
export class StepperWidget {
  readonly #desk: Promise<Desk>;
  readonly #options: StepperWidgetOptions;
  readonly #widgets: Widgets;
  readonly #displays: DisplayApi;
  readonly #opened: Promise<Opened>;
  /** Where it is shown. */
  readonly #ids = new Set<string>();
  #isLive: boolean;
  #isOpen = true;
  /** The session moved, and no front end draws it: pictures are as of before. */
  #isStale = false;
  #ends: (() => void)[] = [];

  /** @param desk where the session is at hand */
  constructor(desk: Promise<Desk>, options: StepperWidgetOptions, widgets: Widgets, displays: DisplayApi) {
    this.#desk = desk;
    this.#options = options;
    this.#widgets = widgets;
    this.#displays = displays;
    // It listens to widgets only once one is displayed.
    this.#isLive = process.env.VSCODE_PID !== undefined;
    this.#opened = this.#open();
    // Told when it is displayed.
    this.#opened.catch(() => {});
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const end of this.#ends) end();
    void this.#opened.then(async (opened) => {
      const picture = await opened.picture();
      opened.stepper.close();
      opened.model.close();
      this.#isLive = false;
      this.#republish(picture, opened);
    });
  }

  /** How it looks now. */
  async [DISPLAY](): Promise<MimeData> {
    const opened = await this.#opened;
    return this.#bundle(await opened.picture(), opened);
  }

  /** It is shown under an id, and may be shown anew there. */
  [SHOWN_AS](id: string): void {
    this.#ids.add(id);
  }

  async #open(): Promise<Opened> {
    // The engine is loaded, as there is a session; what draws is not.
    const [{ Stepper: Made }, { stepperCode }, { pictureOf, textOf }] = await Promise.all([
      import('./stepper.ts'),
      import('./stepper-code.ts'),
      import('./drawing/picture.ts'),
    ]);
    const { height, speed, predict } = this.#options;
    const stepper = new Made(
      await this.#desk,
      { question: predict, speed },
      {
        now: () => performance.now(),
        onFrame: (frame) => model.set({ frame }),
        onBusy: (busy) => model.set({ busy }),
        onFront: () => void this.#cameAlive(),
        onMoved: () => this.#moved(),
      },
    );
    const first = await stepper.frame();
    const model: WidgetModel = this.#widgets.open(
      await stepperCode(),
      { height, speed: first.play.speed, isBack: first.play.isBack, busy: null, frame: first },
      {
        onMessage: (content) => stepper.receive(content),
        onChange: ({ speed: asked, isBack }) => {
          stepper.setPlay({
            ...(typeof asked === 'number' ? { speed: asked } : {}),
            ...(typeof isBack === 'boolean' ? { isBack } : {}),
          });
          // What was asked for may not be possible.
          const { play } = stepper;
          const { state } = model;
          if (state.speed !== play.speed || state.isBack !== play.isBack) {
            model.set({ speed: play.speed, isBack: play.isBack });
          }
        },
        onClose: () => this.#closedByFront(stepper),
      },
    );
    this.#ends = [
      this.#widgets.onInterrupt(() => {
        stepper.stop('interrupted');
        stepper.refresh();
      }),
      this.#displays.beforeSettled(async () => {
        if (this.#isLive && stepper.hasNewRuns) stepper.refresh();
        await this.#refreshPictures();
      }),
    ];
    const picture = async (): Promise<MimeData> => {
      const frame: Frame = await stepper.frame();
      return { 'image/svg+xml': pictureOf(frame), 'text/plain': textOf(frame) };
    };
    return { stepper, model, picture };
  }

  #bundle(picture: MimeData, { model }: Opened): MimeData {
    return this.#isLive && this.#isOpen
      ? { [VIEW]: { version_major: 2, version_minor: 1, model_id: model.id }, ...picture }
      : picture;
  }

  /** A front end has made the widget's model: it can show it. */
  async #cameAlive(): Promise<void> {
    const opened = await this.#opened;
    const wasLive = this.#isLive;
    this.#isLive = true;
    // The front end may have come later than the session went on.
    opened.stepper.refresh();
    if (!wasLive) this.#republish(await opened.picture(), opened);
  }

  #moved(): void {
    if (this.#isLive) void this.#opened.then(({ stepper }) => stepper.refresh());
    else this.#isStale = true;
  }

  /** At the end of a cell that moved the session: one new picture, however often it did. */
  async #refreshPictures(): Promise<void> {
    if (!this.#isStale || this.#isLive) return;
    this.#isStale = false;
    const opened = await this.#opened;
    this.#republish(await opened.picture(), opened);
  }

  #republish(picture: MimeData, opened: Opened): void {
    const bundle = { data: this.#bundle(picture, opened), metadata: {} };
    for (const id of this.#ids) this.#displays.publish(bundle, id, true);
  }

  #closedByFront(stepper: Stepper): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const end of this.#ends) end();
    stepper.close();
  }
}
