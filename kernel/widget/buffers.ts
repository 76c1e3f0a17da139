/** Where something lies in a state: keys of objects, and numbers of elements. */
export type BufferPath = readonly (string | number)[];

/** A state as the protocol of widgets carries it: what JSON can say, and numbers and bytes beside it. */
export interface SplitState {
  readonly state: unknown;
  readonly paths: readonly BufferPath[];
  readonly buffers: readonly ArrayBufferView[];
}

/** Takes typed arrays and bytes out of plain data; null stands where they were. What holds none is not copied. */
export function splitBuffers(data: unknown): SplitState {
  const paths: BufferPath[] = [];
  const buffers: ArrayBufferView[] = [];
  const without = (value: unknown, path: BufferPath): unknown => {
    if (ArrayBuffer.isView(value)) {
      paths.push(path);
      buffers.push(value);
      return null;
    }
    if (!holdsBytes(value)) return value;
    if (Array.isArray(value)) return value.map((element, i) => without(element, [...path, i]));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, [...path, key])]));
  };
  return { state: without(data, []), paths, buffers };
}

function holdsBytes(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return ArrayBuffer.isView(value) || Object.values(value).some(holdsBytes);
}

/** Puts bytes back where they belong. Paths that lead nowhere are passed over. */
export function putBuffers(
  state: unknown,
  paths: readonly BufferPath[],
  buffers: readonly Uint8Array[],
): void {
  paths.forEach((path, i) => {
    let target: unknown = state;
    for (const key of path.slice(0, -1)) target = member(target, key);
    const last = path.at(-1);
    if (typeof target === 'object' && target !== null && last !== undefined) {
      (target as Record<string | number, unknown>)[last] = buffers[i];
    }
  });
}

function member(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}
