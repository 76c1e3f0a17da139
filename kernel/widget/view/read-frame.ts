import type { Chart, ChartLine, Frame } from '../frame.ts';

type Packed = Readonly<Record<string, unknown>>;

const COLUMNS = ['times', 'open', 'high', 'low', 'close', 'equity', 'drawdown', 'units'] as const;

/** A frame as it came over the wire: columns are bytes there. */
export function readFrame(packed: unknown): Frame {
  const frame = packed as Frame & { readonly chart: Packed };
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, numbers(frame.chart[name])]));
  const lines = (name: string) =>
    (frame.chart[name] as readonly Packed[]).map(
      (line): ChartLine => ({ name: String(line.name), values: numbers(line.values) }),
    );
  const chart = {
    ...frame.chart,
    ...columns,
    overlays: lines('overlays'),
    oscillators: lines('oscillators'),
  } as unknown as Chart;
  return { ...frame, chart };
}

/** A copy: bytes of a message may lie anywhere in it, and numbers of eight bytes may not. */
function numbers(value: unknown): Float64Array {
  if (value instanceof Float64Array) return value;
  const view = value as DataView;
  const { buffer, byteOffset, byteLength } = view;
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}
