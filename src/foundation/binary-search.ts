/** How many of the first `count` of rising values are at most `value`: where the first larger one stands. */
export function upperBound(values: ArrayLike<number>, value: number, count: number = values.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the first `count` of rising values are below `value`: where the first that is not stands. */
export function lowerBound(values: ArrayLike<number>, value: number, count: number = values.length): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the whole numbers [from, to) for which `test`, once true, stays true; `to` when it is for none. */
export function firstWhere(from: number, to: number, test: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
