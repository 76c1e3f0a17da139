import type { MimeData } from './mime-bundle.ts';

/** Keys that plain data of the engine has, a line for each kind; `viewOf` of the public API looks closer. */
const SHAPES: readonly (readonly string[])[] = [
  ['sequenceNumber', 'containerId', 'payload'],
  ['tradeNumber', 'fills', 'close'],
  ['fill', 'order'],
  ['signal', 'request', 'order'],
  ['sharpe', 'totalReturn', 'maxDrawdown'],
  ['initialCash', 'funnel', 'metrics'],
  ['slices', 'portfolios', 'traceMemory'],
  ['config', 'baseDirectory', 'file'],
  // A container.
  ['bus', 'components', 'parent'],
];

/**
 * The view that the engine has of its plain data: of an event, a trade, metrics, a workflow. Undefined at once for what does not
 * look like any of these; the engine is loaded only for what does, so that it is loaded already.
 */
export function viewOfEngineValue(value: unknown): Promise<MimeData | undefined> | undefined {
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof sample !== 'object' || sample === null) return undefined;
  if (!SHAPES.some((keys) => keys.every((key) => key in sample))) return undefined;
  return import('../../src/index.ts').then(({ viewOf }) => viewOf(value) as MimeData | undefined);
}
