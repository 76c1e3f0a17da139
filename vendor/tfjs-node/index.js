'use strict';
// The slice of TensorFlow.js that danfojs-node calls, in double precision (TF.js tensors are float32, which
// silently rounds prices and epoch-millisecond timestamps in DataFrame.add/sub/mul/div/diff/pctChange).
class Tensor {
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
  arraySync() {
    if (this.rank === 0) return this.data[0];
    if (this.rank === 1) return Array.from(this.data);
    const [r, c] = this.shape,
      out = new Array(r);
    for (let i = 0; i < r; i++) out[i] = Array.from(this.data.subarray(i * c, i * c + c));
    return out;
  }
  transpose() {
    const [r, c] = this.shape,
      d = new Float64Array(r * c);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) d[j * r + i] = this.data[i * c + j];
    return new Tensor(d, [c, r], this.dtype);
  }
  zip(o, f) {
    // element-wise with numpy-style broadcasting, rank <= 2
    if (typeof o === 'number') o = scalar(o);
    const [ar, ac] = dims(this.shape),
      [br, bc] = dims(o.shape),
      r = Math.max(ar, br),
      c = Math.max(ac, bc);
    if ((ar !== r && ar !== 1) || (br !== r && br !== 1) || (ac !== c && ac !== 1) || (bc !== c && bc !== 1))
      throw new Error(`Operands could not be broadcast together with shapes ${this.shape} and ${o.shape}.`);
    const d = new Float64Array(r * c),
      a = this.data,
      b = o.data;
    for (let i = 0; i < r; i++) {
      const x = (ar === 1 ? 0 : i) * ac,
        y = (br === 1 ? 0 : i) * bc;
      for (let j = 0; j < c; j++) d[i * c + j] = f(a[x + (ac === 1 ? 0 : j)], b[y + (bc === 1 ? 0 : j)]);
    }
    const rank = Math.max(this.rank, o.rank);
    return new Tensor(d, rank === 2 ? [r, c] : rank === 1 ? [c] : [], this.dtype);
  }
  map(f) {
    return new Tensor(this.data.map(f), [...this.shape], this.dtype);
  }
  sqrt() {
    return this.map(Math.sqrt);
  }
  reduce0(f, init, fin = (x) => x) {
    // along axis 0
    const [r, c] = this.rank === 2 ? this.shape : [this.data.length, 1],
      d = new Float64Array(c).fill(init);
    for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) d[j] = f(d[j], this.data[i * c + j]);
    return new Tensor(
      d.map((x) => fin(x, r)),
      this.rank === 2 ? [c] : [],
      this.dtype,
    );
  }
  max() {
    return this.reduce0((p, x) => (x > p || Number.isNaN(x) ? x : p), -Infinity);
  }
  min() {
    return this.reduce0((p, x) => (x < p || Number.isNaN(x) ? x : p), Infinity);
  }
  mean() {
    return this.reduce0(
      (p, x) => p + x,
      0,
      (s, n) => s / n,
    );
  }
  argMax() {
    let k = 0;
    this.data.forEach((x, i) => {
      if (x > this.data[k]) k = i;
    });
    return scalar(k);
  }
  argMin() {
    let k = 0;
    this.data.forEach((x, i) => {
      if (x < this.data[k]) k = i;
    });
    return scalar(k);
  }
  print() {
    console.log(this.arraySync());
  }
  dispose() {}
}
const dims = (s) => (s.length === 2 ? s : s.length === 1 ? [1, s[0]] : [1, 1]);
const ops = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divNoNan: (a, b) => (b === 0 ? 0 : a / b),
  pow: Math.pow,
  mod: (a, b) => a - Math.floor(a / b) * b,
  greater: (a, b) => +(a > b),
  less: (a, b) => +(a < b),
  greaterEqual: (a, b) => +(a >= b),
  lessEqual: (a, b) => +(a <= b),
  equal: (a, b) => +(a === b),
  notEqual: (a, b) => +(a !== b),
};
for (const [k, f] of Object.entries(ops))
  Tensor.prototype[k] = function (o) {
    return this.zip(o, f);
  };
const scalar = (v) => new Tensor(Float64Array.of(v), []);
const tensor1d = (v, dtype) => new Tensor(Float64Array.from(v), [v.length], dtype);
function tensor2d(v, shape, dtype) {
  const nested = v.length > 0 && typeof v[0] === 'object',
    r = shape ? shape[0] : v.length,
    c = shape ? shape[1] : nested ? v[0].length : 0,
    d = new Float64Array(r * c);
  if (nested) for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) d[i * c + j] = v[i][j];
  else for (let i = 0; i < d.length; i++) d[i] = v[i];
  return new Tensor(d, [r, c], dtype);
}
const moments = (t) => {
  const m = t.mean(0),
    n = t.shape[0];
  return {
    mean: m,
    variance: t
      .sub(m)
      .map((x) => (x * x) / n)
      .reduce0((p, x) => p + x, 0),
  };
};
const data = {
  array: (a) => ({
    a,
    shuffle(_n, seed) {
      let s = 0;
      for (const ch of String(seed)) s = (s * 31 + ch.charCodeAt(0)) >>> 0;
      const b = [...a];
      for (let i = b.length - 1; i > 0; i--) {
        s = (s + 0x6d2b79f5) >>> 0;
        let t = Math.imul(s ^ (s >>> 15), s | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        const k = ((t ^ (t >>> 14)) >>> 0) % (i + 1);
        [b[i], b[k]] = [b[k], b[i]];
      }
      return data.array(b);
    },
    take: (n) => data.array(a.slice(0, n)),
    toArray: async () => a,
  }),
};
module.exports = { Tensor, scalar, tensor1d, tensor2d, moments, data, version: { tfjs: 'f64-stand-in' } };
