import { type AsyncHook, createHook } from 'node:async_hooks';
import { HOOKS } from './shared-control.ts';

type Method = (this: AsyncHook) => AsyncHook;

/** Counts the async hooks that cells enable: JavaScript that is terminated below them takes the process down. */
export function countAsyncHooks(words: Int32Array): void {
  const prototype = Object.getPrototypeOf(createHook({})) as AsyncHook;
  const enabled = new WeakSet<AsyncHook>();
  const enable = Reflect.get(prototype, 'enable') as Method;
  const disable = Reflect.get(prototype, 'disable') as Method;
  prototype.enable = function (this: AsyncHook) {
    if (!enabled.has(this)) Atomics.add(words, HOOKS, 1);
    enabled.add(this);
    return enable.call(this);
  };
  prototype.disable = function (this: AsyncHook) {
    if (enabled.delete(this)) Atomics.sub(words, HOOKS, 1);
    return disable.call(this);
  };
}
