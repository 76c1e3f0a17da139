import { z } from 'zod';
import type { Json } from '../keep/session-schema.ts';
import type { Cursor } from './cursor.ts';
import type { Stopping } from './stopping.ts';
import { withFocus } from './with-focus.ts';

/** What names meant; files of before have none, and mean what the session looked at. */
const savedFocus = z
  .strictObject({ portfolio: z.string(), strategy: z.string(), symbol: z.string() })
  .optional();
const savedStop = z.strictObject({
  /** Name of the run. */
  run: z.string(),
  kind: z.enum(['break', 'watch', 'catch']),
  text: z.string(),
  condition: z.string().nullable(),
  enabled: z.boolean(),
  temporary: z.boolean(),
  ignore: z.int().min(0),
  focus: savedFocus,
});
const savedDisplay = z.strictObject({ run: z.string(), text: z.string(), focus: savedFocus });
const savedCommand = z.strictObject({ text: z.string(), call: z.string(), answer: z.string() });

/** The stops of these runs as JSON, and those that have a function, which no file can hold. */
export function savedStops(runs: readonly Stopping[]): { stops: Json[]; leftOut: string[] } {
  const stops: Json[] = [];
  const leftOut: string[] = [];
  for (const { name, stops: list } of runs) {
    for (const { id, kind, text, enabled, temporary, ignore } of list.list()) {
      const { predicate, condition, focus } = list.get(id);
      if (typeof predicate === 'function' || typeof condition === 'function') leftOut.push(text);
      else stops.push({ run: name, kind, text, condition, enabled, temporary, ignore, focus: { ...focus } });
    }
  }
  return { stops, leftOut };
}

export function savedDisplays(runs: readonly Cursor[]): Json[] {
  return runs.flatMap(({ name, displays }) =>
    displays.pins.map(({ text, focus }) => ({ run: name, text, focus: { ...focus } })),
  );
}

/** Sets stops again. @returns what could not be set. */
export function restoreStops(runOf: (name: string) => Stopping, saved: readonly Json[]): string[] {
  const notes: string[] = [];
  for (const one of saved) {
    const parsed = savedStop.safeParse(one);
    if (!parsed.success) {
      notes.push(`not understood: the stop ${JSON.stringify(one)}`);
      continue;
    }
    const { run, kind, text, condition, enabled, temporary, ignore, focus } = parsed.data;
    const session = runOf(run);
    const { stops } = session;
    const options = { condition: condition ?? undefined, temporary, ignore };
    const set = () =>
      kind === 'break'
        ? stops.break(text, options)
        : kind === 'watch'
          ? stops.watch(text, options)
          : // oxlint-disable-next-line promise/valid-params -- it catches events
            stops.catch(text, options);
    // Files of before may hold equal ones, which become one.
    withFocus(session, focus, () => stops.enable(set().id, enabled));
  }
  return notes;
}

export function restoreDisplays(runOf: (name: string) => Cursor, saved: readonly Json[]): void {
  for (const one of saved) {
    const { success, data } = savedDisplay.safeParse(one);
    if (!success) continue;
    const session = runOf(data.run);
    withFocus(session, data.focus, () => session.displays.add(data.text));
  }
}

/** The commands of a saved history; what is none is left out. */
export function restoreHistory(saved: readonly Json[]): z.output<typeof savedCommand>[] {
  return saved.flatMap((one) => savedCommand.safeParse(one).data ?? []);
}
