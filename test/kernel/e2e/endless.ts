/** Cells that never end, each in its own way. They print `on` when they are under way. */
export const ENDLESS: Readonly<Record<string, string>> = {
  'a loop': "console.log('on'); while (true) {}",
  'a loop that catches everything': "console.log('on'); while (true) { try { while (true) {} } catch {} }",
  'a loop in a function': "console.log('on'); (function spin() { for (;;) {} })()",
  'a wait': "console.log('on'); await new Promise(() => {})",
  'a loop after a wait':
    "await new Promise((resolve) => setTimeout(resolve, 10)); console.log('on'); while (true) {}",
  'a loop of waits': "console.log('on'); for (;;) await new Promise((resolve) => setTimeout(resolve, 1))",
  'a loop in a timer':
    "setTimeout(() => { console.log('on'); while (true) {} }, 10); await new Promise(() => {})",
  'an endless chain of microtasks':
    "console.log('on'); const chain = () => Promise.resolve().then(chain); await chain()",
  'a loop without a head': "console.log('on'); const again = () => { eval('for (;;) {}') }; again()",
  'an async generator':
    "console.log('on'); async function* all() { while (true) yield 1 } for await (const x of all());",
  'a regular expression': "console.log('on'); /(a+)+$/.test('a'.repeat(60) + 'b')",
  'a thread that sleeps': "console.log('on'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
};
