// The process in which a notebook's cells run. Started by runtime-process.ts, never by hand.
import { Worker } from 'node:worker_threads';
import type { DebugSession } from '../../src/index.ts';
import { bundleOf } from '../display/bundle.ts';
import { isShownAnew, type MimeBundle } from '../display/mime-bundle.ts';
import { createRun, currentRun, KeyboardInterrupt, runInCell } from '../evaluator/cell-run.ts';
import { Evaluator } from '../evaluator/evaluator.ts';
import { infoOf } from '../evaluator/magic.ts';
import { completeMagic } from '../magics/complete-magic.ts';
import { createMagics } from '../magics/create-magics.ts';
import { Sessions } from '../magics/sessions.ts';
import { unknownMagic } from '../magics/unknown-magic.ts';
import { StepperWidget, type StepperWidgetOptions } from '../widget/stepper-widget.ts';
import { Widgets } from '../widget/widgets.ts';
import type { AgentMessage } from './agent.ts';
import { countAsyncHooks } from './async-hooks.ts';
import { Comms } from './comms.ts';
import { DisplayApi, DisplayHandle } from './display-api.ts';
import { setDisplayApi } from './display-hook.ts';
import { createEventWriter } from './event-writer.ts';
import { Input } from './input.ts';
import type { Command, ExpressionResult, RunOutcome } from './messages.ts';
import { createNotebookGlobals } from './notebook-globals.ts';
import { OutputStreams } from './output-streams.ts';
import { progressPlace } from './progress-place.ts';
import { ACKNOWLEDGED, ALIVE, createSharedBuffers, viewShared } from './shared-control.ts';

const buffers = createSharedBuffers();
const shared = viewShared(buffers);
const agent = new Worker(new URL('./agent.ts', import.meta.url), { workerData: buffers });

countAsyncHooks(shared.words);
const emit = createEventWriter(shared.words);
const streams = new OutputStreams(emit);
streams.capture();

const folder = process.cwd();
const input = new Input(emit, shared);
const comms = new Comms(emit);
const displays = new DisplayApi(emit, (error) => report(error, currentRun()?.id));
const widgets = new Widgets(comms);
setDisplayApi(displays);
// What a cell lets the engine do stops with the cell.
Reflect.set(globalThis, Symbol.for('admf.signal'), () => currentRun()?.stopping.signal);
Reflect.set(
  globalThis,
  Symbol.for('admf.widget'),
  (session: DebugSession, options: StepperWidgetOptions) =>
    new StepperWidget(sessions.deskFor(session), options, widgets, displays),
);
// How far it is, is shown beneath the cell.
const display = displays.createDisplay();
Reflect.set(globalThis, Symbol.for('admf.progress'), () => progressPlace(display, input));
const sessions = new Sessions(folder);
const isAttachable = process.env.ADMF_ATTACHABLE === '1';
const magics = createMagics({ folder, displays, sessions, isAttachable });
const evaluator = new Evaluator({
  folder,
  magics,
  unknownMagic: async (written, name) => await unknownMagic(written, name, magics),
  interruptFlag: shared.words,
  provided: {
    admf: new URL('../../src/index.ts', import.meta.url).href,
    tslab: new URL('./tslab-display.ts', import.meta.url).href,
  },
  // What schemas of parameters are made with.
  lent: { zod: import.meta.resolve('zod') },
  predefined: { ...createNotebookGlobals(folder, displays, input, comms) },
  onNotice: (text) => streams.write('stderr', `${text}\n`),
});

agent.on('message', (message: AgentMessage) => {
  switch (message.type) {
    case 'run':
      void run(message);
      return;
    case 'interrupt':
      evaluator.interrupt(message.id);
      widgets.interrupt();
      Atomics.store(shared.words, ACKNOWLEDGED, message.number);
      return;
    case 'alive':
      Atomics.store(shared.words, ALIVE, message.number);
      return;
    case 'comm':
      void receiveComm(message);
      return;
    case 'complete':
      void complete(message);
      return;
    case 'exit':
      process.exit(0);
  }
});

async function run({
  id,
  name,
  code,
  allowStdin,
  expressions,
}: Extract<Command, { type: 'run' }>): Promise<void> {
  input.allow(allowStdin ? id : undefined);
  const outcome = await evaluator.run({ id, name, code }, presented, () =>
    emit({ type: 'begun', id, names: evaluator.variables.names() }),
  );
  let result: RunOutcome;
  if (outcome.status === 'error') result = outcome;
  else {
    const values: Record<string, ExpressionResult> = {};
    for (const [key, expression] of Object.entries(expressions)) {
      values[key] = await evaluateExpression(id, expression);
    }
    await displays.settled();
    result = {
      status: 'ok',
      result: outcome.result,
      payload: displays.takePayload(),
      expressions: values,
    };
  }
  input.allow(undefined);
  displays.takePayload();
  emit({ type: 'done', id, outcome: result, names: evaluator.variables.names() });
}

/** What the value of a cell's last expression is to its front end. */
async function presented(value: unknown): Promise<MimeBundle | undefined> {
  if (DisplayHandle.is(value)) return undefined;
  if (!isShownAnew(value)) return await bundleOf(value);
  display(value);
  return undefined;
}

async function evaluateExpression(id: string, expression: string): Promise<ExpressionResult> {
  const outcome = await evaluator.evaluate(id, expression, async (value) => await bundleOf(value));
  if (outcome.status === 'error') return { status: 'error', ...outcome.error };
  return { status: 'ok', ...(outcome.result ?? (await bundleOf(undefined))) };
}

async function receiveComm(message: Extract<Command, { type: 'comm' }>): Promise<void> {
  const run = createRun(message.id, `comm ${message.commId}`);
  try {
    await runInCell(run, () => comms.receive(message));
  } catch (error) {
    report(error, message.id);
  }
  emit({ type: 'comm-done', id: message.id });
}

async function complete({
  id,
  name,
  argument,
  cursor,
}: Extract<Command, { type: 'complete' }>): Promise<void> {
  const completion = await completeMagic(sessions, name, argument, cursor).catch(() => undefined);
  emit({ type: 'completed', id, completion });
}

/** An error that nobody caught: of a timer, a listener, a promise. The notebook lives on, and says what happened. */
function report(error: unknown, id: string | undefined): void {
  if (error instanceof KeyboardInterrupt) return;
  streams.write('stderr', `${evaluator.describe(error).traceback.join('\n')}\n`, id);
}

process.on('uncaughtException', (error) => {
  const run = currentRun();
  // A cell that waits for what the failed callback was to bring would wait for ever.
  if (run !== undefined && run === evaluator.running) evaluator.fail(run.id, error);
  else report(error, run?.id);
});
process.on('unhandledRejection', (error) => report(error, currentRun()?.id));
// Interrupts come as messages; the signal is meant for those who have no other way.
process.on('SIGINT', () => {});

// Meant for this process, not for those that cells start.
delete process.env.NODE_COMPILE_CACHE;
delete process.env.ADMF_ATTACHABLE;
emit({ type: 'ready', magics: infoOf(magics) });
