/**
 * What Node 26 has and the standard library of TypeScript 5.0 does not know. Declarations that repeat others in a file
 * like this one are merged with them.
 */
export const STANDARD_LIBRARY = `
interface ImportAttributes {
  [name: string]: string;
}
interface ImportCallOptions {
  with?: ImportAttributes;
}
interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: any) => void;
}
interface PromiseConstructor {
  /** Creates a promise together with the functions that resolve and reject it. */
  withResolvers<T>(): PromiseWithResolvers<T>;
  /** Calls a function and returns a promise of what it returns or throws. */
  try<T, U extends unknown[]>(callback: (...args: U) => T | PromiseLike<T>, ...args: U): Promise<Awaited<T>>;
}
interface ObjectConstructor {
  /** Groups items by the key that a function gives each. */
  groupBy<K extends PropertyKey, T>(items: Iterable<T>, keySelector: (item: T, index: number) => K): Partial<Record<K, T[]>>;
}
interface MapConstructor {
  /** Groups items by the key that a function gives each. */
  groupBy<K, T>(items: Iterable<T>, keySelector: (item: T, index: number) => K): Map<K, T[]>;
}
interface Map<K, V> {
  /** The key's value; where there is none, the given one, which is set. */
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, callback: (key: K) => V): V;
}
interface WeakMap<K extends object, V> {
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, callback: (key: K) => V): V;
}
interface ReadonlySetLike<T> {
  keys(): Iterator<T>;
  has(value: T): boolean;
  readonly size: number;
}
interface Set<T> {
  union<U>(other: ReadonlySetLike<U>): Set<T | U>;
  intersection<U>(other: ReadonlySetLike<U>): Set<T & U>;
  difference<U>(other: ReadonlySetLike<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySetLike<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySetLike<unknown>): boolean;
  isSupersetOf(other: ReadonlySetLike<unknown>): boolean;
  isDisjointFrom(other: ReadonlySetLike<unknown>): boolean;
}
interface ReadonlySet<T> {
  union<U>(other: ReadonlySetLike<U>): Set<T | U>;
  intersection<U>(other: ReadonlySetLike<U>): Set<T & U>;
  difference<U>(other: ReadonlySetLike<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySetLike<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySetLike<unknown>): boolean;
  isSupersetOf(other: ReadonlySetLike<unknown>): boolean;
  isDisjointFrom(other: ReadonlySetLike<unknown>): boolean;
}
interface Array<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
interface ReadonlyArray<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
  fromAsync<T, U>(
    items: AsyncIterable<T> | Iterable<T> | ArrayLike<T>,
    mapper: (value: Awaited<T>, index: number) => U,
    thisArg?: any,
  ): Promise<Awaited<U>[]>;
}
interface IteratorObject<T, TReturn = unknown, TNext = unknown> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IteratorObject<T, TReturn, TNext>;
}
interface IterableIterator<T> extends IteratorHelpers<T> {}
interface IteratorObject<T, TReturn, TNext> extends IteratorHelpers<T> {}
interface Generator<T, TReturn, TNext> extends IteratorHelpers<T> {}
interface IteratorHelpers<T> {
  map<U>(callback: (value: T, index: number) => U): IteratorObject<U, undefined, unknown>;
  filter<S extends T>(predicate: (value: T, index: number) => value is S): IteratorObject<S, undefined, unknown>;
  filter(predicate: (value: T, index: number) => unknown): IteratorObject<T, undefined, unknown>;
  take(limit: number): IteratorObject<T, undefined, unknown>;
  drop(count: number): IteratorObject<T, undefined, unknown>;
  flatMap<U>(callback: (value: T, index: number) => Iterator<U> | Iterable<U>): IteratorObject<U, undefined, unknown>;
  reduce(callback: (previous: T, value: T, index: number) => T): T;
  reduce<U>(callback: (previous: U, value: T, index: number) => U, initial: U): U;
  toArray(): T[];
  forEach(callback: (value: T, index: number) => void): void;
  some(predicate: (value: T, index: number) => unknown): boolean;
  every(predicate: (value: T, index: number) => unknown): boolean;
  find<S extends T>(predicate: (value: T, index: number) => value is S): S | undefined;
  find(predicate: (value: T, index: number) => unknown): T | undefined;
}
interface IteratorConstructor {
  from<T>(value: Iterator<T> | Iterable<T>): IteratorObject<T, undefined, unknown>;
  concat<T>(...items: Iterable<T>[]): IteratorObject<T, undefined, unknown>;
}
declare var Iterator: IteratorConstructor;
interface String {
  isWellFormed(): boolean;
  toWellFormed(): string;
}
interface RegExpConstructor {
  /** Escapes what has a meaning in regular expressions. */
  escape(text: string): string;
}
interface ErrorConstructor {
  isError(value: unknown): value is Error;
}
interface Math {
  f16round(x: number): number;
}
interface ArrayBuffer {
  readonly maxByteLength: number;
  readonly resizable: boolean;
  readonly detached: boolean;
  resize(newLength?: number): void;
  transfer(newLength?: number): ArrayBuffer;
  transferToFixedLength(newLength?: number): ArrayBuffer;
}
interface ArrayBufferConstructor {
  new (byteLength: number, options?: { maxByteLength?: number }): ArrayBuffer;
}
interface SharedArrayBuffer {
  readonly growable: boolean;
  readonly maxByteLength: number;
  grow(newLength?: number): void;
}
interface SharedArrayBufferConstructor {
  new (byteLength: number, options?: { maxByteLength?: number }): SharedArrayBuffer;
}
interface Atomics {
  waitAsync(array: Int32Array, index: number, value: number, timeout?: number):
    | { async: false; value: 'not-equal' | 'timed-out' }
    | { async: true; value: Promise<'ok' | 'timed-out'> };
}
interface Int8Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Int8Array;
  toSorted(compare?: (a: number, b: number) => number): Int8Array;
  with(index: number, value: number): Int8Array;
}
interface Uint8Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Uint8Array;
  toSorted(compare?: (a: number, b: number) => number): Uint8Array;
  with(index: number, value: number): Uint8Array;
  toBase64(options?: { alphabet?: 'base64' | 'base64url'; omitPadding?: boolean }): string;
  toHex(): string;
}
interface Uint8ArrayConstructor {
  fromBase64(text: string, options?: { alphabet?: 'base64' | 'base64url' }): Uint8Array;
  fromHex(text: string): Uint8Array;
}
interface Uint8ClampedArray<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Uint8ClampedArray;
  toSorted(compare?: (a: number, b: number) => number): Uint8ClampedArray;
  with(index: number, value: number): Uint8ClampedArray;
}
interface Int16Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Int16Array;
  toSorted(compare?: (a: number, b: number) => number): Int16Array;
  with(index: number, value: number): Int16Array;
}
interface Uint16Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Uint16Array;
  toSorted(compare?: (a: number, b: number) => number): Uint16Array;
  with(index: number, value: number): Uint16Array;
}
interface Int32Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Int32Array;
  toSorted(compare?: (a: number, b: number) => number): Int32Array;
  with(index: number, value: number): Int32Array;
}
interface Uint32Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Uint32Array;
  toSorted(compare?: (a: number, b: number) => number): Uint32Array;
  with(index: number, value: number): Uint32Array;
}
interface Float32Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Float32Array;
  toSorted(compare?: (a: number, b: number) => number): Float32Array;
  with(index: number, value: number): Float32Array;
}
interface Float64Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): Float64Array;
  toSorted(compare?: (a: number, b: number) => number): Float64Array;
  with(index: number, value: number): Float64Array;
}
interface BigInt64Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): BigInt64Array;
  toSorted(compare?: (a: bigint, b: bigint) => number): BigInt64Array;
  with(index: number, value: bigint): BigInt64Array;
}
interface BigUint64Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {
  toReversed(): BigUint64Array;
  toSorted(compare?: (a: bigint, b: bigint) => number): BigUint64Array;
  with(index: number, value: bigint): BigUint64Array;
}
interface DataView<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {}
interface SymbolConstructor {
  readonly dispose: unique symbol;
  readonly asyncDispose: unique symbol;
}
interface Disposable {
  [Symbol.dispose](): void;
}
interface AsyncDisposable {
  [Symbol.asyncDispose](): PromiseLike<void>;
}
interface SuppressedError extends Error {
  error: any;
  suppressed: any;
}
declare var SuppressedError: { new (error: any, suppressed: any, message?: string): SuppressedError };
interface DisposableStack extends Disposable {
  readonly disposed: boolean;
  dispose(): void;
  use<T extends Disposable | null | undefined>(value: T): T;
  adopt<T>(value: T, onDispose: (value: T) => void): T;
  defer(onDispose: () => void): void;
  move(): DisposableStack;
}
declare var DisposableStack: { new (): DisposableStack };
interface AsyncDisposableStack extends AsyncDisposable {
  readonly disposed: boolean;
  disposeAsync(): Promise<void>;
  use<T extends AsyncDisposable | Disposable | null | undefined>(value: T): T;
  adopt<T>(value: T, onDispose: (value: T) => PromiseLike<void> | void): T;
  defer(onDispose: () => PromiseLike<void> | void): void;
  move(): AsyncDisposableStack;
}
declare var AsyncDisposableStack: { new (): AsyncDisposableStack };
/** TypeScript 5.4 knows it by itself: a type that is not inferred from. */
type NoInfer<T> = [T][T extends any ? 0 : never];
type WeakKey = object | symbol;
type ArrayIterator<T> = IterableIterator<T>;
type MapIterator<T> = IterableIterator<T>;
type SetIterator<T> = IterableIterator<T>;
type StringIterator<T> = IterableIterator<T>;
type RegExpStringIterator<T> = IterableIterator<T>;
type AsyncIteratorObject<T, TReturn = unknown, TNext = unknown> = AsyncIterableIterator<T>;
type BuiltinIteratorReturn = any;
type Float16Array<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> = Float32Array<TArrayBuffer>;
declare var Float16Array: Float32ArrayConstructor;
/** Its types are not described. */
declare var Temporal: any;
declare namespace Temporal {
  type Duration = any;
  type Instant = any;
  type PlainDate = any;
  type PlainDateTime = any;
  type PlainMonthDay = any;
  type PlainTime = any;
  type PlainYearMonth = any;
  type ZonedDateTime = any;
}
`;
