'use strict';
// The slice of TensorFlow.js that danfojs-node calls, in double precision. TensorFlow.js computes in single precision, which
// silently rounds prices and times in add, sub, mul, div, diff, pctChange and the scalers: 1600000000001 + 0 becomes
// 1599999967232. Names and results are those of TensorFlow.js, but for the rounding. No code of it is in here.

/** @typedef {(a: number, b: number) => number} Binary */

/** Numbers in rows and columns: of rank 0, 1 or 2. */
class Tensor {
  /**
   * @param {Float64Array} data row by row
   * @param {readonly number[]} shape
   * @param {string} [dtype]
   */
  constructor(data, shape, dtype = 'float32') {
    this.data = data;
    this.shape = shape;
    this.dtype = dtype;
  }

  get rank() {
    return this.shape.length;
  }

  dataSync() {
    return this.data;
  }

  clone() {
    return new Tensor(this.data.slice(), [...this.shape], this.dtype);
  }

  /** @returns {number | number[] | number[][]} nested as the shape says */
  arraySync() {
    if (this.rank === 0) return this.data[0];
    if (this.rank === 1) return Array.from(this.data);
    const [rows, columns] = this.shape;
    return Array.from({ length: rows }, (_, row) =>
      Array.from(this.data.subarray(row * columns, (row + 1) * columns)),
    );
  }

  transpose() {
    const [rows, columns] = this.shape;
    const data = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        data[column * rows + row] = this.data[row * columns + column];
    }
    return new Tensor(data, [columns, rows], this.dtype);
  }

  /**
   * Element by element, with rows and columns of length 1 repeated as numpy does.
   *
   * @param {Tensor | number} other
   * @param {Binary} operation
   */
  zip(other, operation) {
    const right = typeof other === 'number' ? scalar(other) : other;
    const [leftRows, leftColumns] = rowsAndColumns(this.shape);
    const [rightRows, rightColumns] = rowsAndColumns(right.shape);
    const rows = commonLength(leftRows, rightRows);
    const columns = commonLength(leftColumns, rightColumns);
    if (rows === undefined || columns === undefined) {
      throw new Error(
        `Operands could not be broadcast together with shapes ${this.shape.join()} and ${right.shape.join()}.`,
      );
    }
    const data = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const left = (leftRows === 1 ? 0 : row) * leftColumns;
      const start = (rightRows === 1 ? 0 : row) * rightColumns;
      for (let column = 0; column < columns; column++) {
        data[row * columns + column] = operation(
          this.data[left + (leftColumns === 1 ? 0 : column)],
          right.data[start + (rightColumns === 1 ? 0 : column)],
        );
      }
    }
    const rank = Math.max(this.rank, right.rank);
    return new Tensor(data, rank === 2 ? [rows, columns] : rank === 1 ? [columns] : [], this.dtype);
  }

  /** @param {(value: number) => number} change */
  map(change) {
    return new Tensor(this.data.map(change), [...this.shape], this.dtype);
  }

  sqrt() {
    return this.map(Math.sqrt);
  }

  /**
   * Along axis 0: of each column one value.
   *
   * @param {Binary} combine
   * @param {number} start
   */
  reduce(combine, start) {
    const [rows, columns] = this.rank === 2 ? this.shape : [this.data.length, 1];
    const data = new Float64Array(columns).fill(start);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        data[column] = combine(data[column], this.data[row * columns + column]);
      }
    }
    return new Tensor(data, this.rank === 2 ? [columns] : [], this.dtype);
  }

  /** NaN where one is among the values. */
  max() {
    return this.reduce((most, value) => (value > most || Number.isNaN(value) ? value : most), -Infinity);
  }

  /** NaN where one is among the values. */
  min() {
    return this.reduce((least, value) => (value < least || Number.isNaN(value) ? value : least), Infinity);
  }

  mean() {
    const rows = this.rank === 2 ? this.shape[0] : this.data.length;
    return this.reduce((sum, value) => sum + value, 0).map((sum) => sum / rows);
  }

  /** Place of the first of the highest values. */
  argMax() {
    return scalar(this.data.reduce((best, value, i) => (value > this.data[best] ? i : best), 0));
  }

  /** Place of the first of the lowest values. */
  argMin() {
    return scalar(this.data.reduce((best, value, i) => (value < this.data[best] ? i : best), 0));
  }

  print() {
    console.log(this.arraySync());
  }

  dispose() {}

  /** @param {Tensor | number} other */
  add(other) {
    return this.zip(other, (a, b) => a + b);
  }

  /** @param {Tensor | number} other */
  sub(other) {
    return this.zip(other, (a, b) => a - b);
  }

  /** @param {Tensor | number} other */
  mul(other) {
    return this.zip(other, (a, b) => a * b);
  }

  /** @param {Tensor | number} other */
  div(other) {
    return this.zip(other, (a, b) => a / b);
  }

  /** @param {Tensor | number} other */
  divNoNan(other) {
    return this.zip(other, (a, b) => (b === 0 ? 0 : a / b));
  }

  /** @param {Tensor | number} other */
  pow(other) {
    return this.zip(other, (a, b) => a ** b);
  }

  /**
   * With the sign of the divisor, as in Python.
   *
   * @param {Tensor | number} other
   */
  mod(other) {
    return this.zip(other, (a, b) => {
      const rest = a % b;
      return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
    });
  }

  /** @param {Tensor | number} other */
  greater(other) {
    return this.zip(other, (a, b) => Number(a > b));
  }

  /** @param {Tensor | number} other */
  less(other) {
    return this.zip(other, (a, b) => Number(a < b));
  }

  /** @param {Tensor | number} other */
  greaterEqual(other) {
    return this.zip(other, (a, b) => Number(a >= b));
  }

  /** @param {Tensor | number} other */
  lessEqual(other) {
    return this.zip(other, (a, b) => Number(a <= b));
  }

  /** @param {Tensor | number} other */
  equal(other) {
    return this.zip(other, (a, b) => Number(a === b));
  }

  /** @param {Tensor | number} other */
  notEqual(other) {
    return this.zip(other, (a, b) => Number(a !== b));
  }
}

/** @param {readonly number[]} shape @returns {[number, number]} */
function rowsAndColumns(shape) {
  if (shape.length === 2) return [shape[0], shape[1]];
  return shape.length === 1 ? [1, shape[0]] : [1, 1];
}

/** @param {number} a @param {number} b @returns {number | undefined} */
function commonLength(a, b) {
  if (a === b || b === 1) return a;
  return a === 1 ? b : undefined;
}

/** @param {number} value */
function scalar(value) {
  return new Tensor(Float64Array.of(value), []);
}

/** @param {ArrayLike<number>} values @param {string} [dtype] */
function tensor1d(values, dtype) {
  return new Tensor(Float64Array.from(values), [values.length], dtype);
}

/**
 * @param {ArrayLike<number> | ArrayLike<ArrayLike<number>>} values rows, or all values row by row with a shape
 * @param {readonly [number, number]} [shape]
 * @param {string} [dtype]
 */
function tensor2d(values, shape, dtype) {
  const rows = /** @type {ArrayLike<ArrayLike<number>>} */ (values);
  const nested = values.length > 0 && typeof values[0] === 'object';
  const [height, width] = shape ?? [values.length, nested ? rows[0].length : 0];
  const data = new Float64Array(height * width);
  if (nested) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) data[row * width + column] = rows[row][column];
    }
  } else data.set(/** @type {ArrayLike<number>} */ (values));
  return new Tensor(data, [height, width], dtype);
}

/**
 * Mean and variance of each column, the variance of the whole population (ddof 0).
 *
 * @param {Tensor} values
 */
function moments(values) {
  const mean = values.mean();
  return {
    mean,
    variance: values
      .sub(mean)
      .map((apart) => apart * apart)
      .mean(),
  };
}

/**
 * What `DataFrame.sample` draws from: the same seed, the same order.
 *
 * @template T
 * @param {readonly T[]} items
 */
function dataset(items) {
  return {
    /** @param {number} _size @param {string | number} [seed] */
    shuffle(_size, seed) {
      const shuffled = [...items];
      const random = randomOf(String(seed));
      // Fisher and Yates.
      for (let i = shuffled.length - 1; i > 0; i--) {
        const other = random() % (i + 1);
        [shuffled[i], shuffled[other]] = [shuffled[other], shuffled[i]];
      }
      return dataset(shuffled);
    },
    /** @param {number} count */
    take: (count) => dataset(items.slice(0, count)),
    toArray: () => Promise.resolve([...items]),
  };
}

/**
 * The generator mulberry32 (Tommy Ettinger, in the public domain), seeded with a text.
 *
 * @param {string} seed
 * @returns {() => number} 32 bits at each call
 */
function randomOf(seed) {
  let state = 0;
  for (const letter of seed) state = (state * 31 + /** @type {number} */ (letter.codePointAt(0))) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  };
}

module.exports = {
  Tensor,
  scalar,
  tensor1d,
  tensor2d,
  moments,
  data: { array: dataset },
  version: { tfjs: 'double precision' },
};
