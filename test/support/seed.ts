/**
 * Property tests draw other cases each time, unless TEST_SEED says which: CI does, so that a commit passes or fails for good.
 */
const given = process.env.TEST_SEED;

if (given !== undefined) {
  const seed = Number(given);
  if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is ${given}, which is no whole number`);
  // Loaded only where it is told something: most files of tests do without it.
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
