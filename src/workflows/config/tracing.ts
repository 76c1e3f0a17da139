import {
  type TraceSettings,
  traceSettingsOf,
  type WrittenTracing,
} from '../../tracing/settings/trace-settings.ts';
import { environmentPaths } from './environments.ts';
import { formatPath, valueAt } from './path.ts';
import type { WrittenConfig } from './schema.ts';

/** The trace settings of a configuration without mistakes. @param environment the one that was chosen. */
export function tracingOf(written: WrittenConfig, environment: string | null): TraceSettings {
  return traceSettingsOf({ ...written, entries: entriesOf(written), chosen: chosenOf(written, environment) });
}

function entriesOf(written: WrittenConfig): WrittenTracing['entries'] {
  const { data, strategies, portfolios } = written;
  return [
    ...data.map((entry, i) => ({ entry, of: entry.symbol, list: 'data', type: 'data', i })),
    ...strategies.map((entry, i) => ({ entry, of: entry.id, list: 'strategies', type: 'strategy', i })),
    ...portfolios.map((entry, i) => ({ entry, of: entry.id, list: 'portfolios', type: 'portfolio', i })),
  ].flatMap(({ entry: { event_tracing: events }, of, list, type, i }) =>
    events === undefined
      ? []
      : [{ container: `${type}_${of}`, source: `${list}[${i}].event_tracing`, written: events }],
  );
}

function chosenOf(written: WrittenConfig, name: string | null): WrittenTracing['chosen'] {
  if (name === null) return null;
  const path = environmentPaths(written).get(name);
  const environment = valueAt(written, path ?? []) as NonNullable<WrittenTracing['chosen']>['written'];
  if (path === undefined) throw new Error(`the environment ${name} was not checked`);
  return { name, source: formatPath(path), written: environment };
}
