/** How often a process that waits for its shell looks up. */
const MINUTE = 60_000;

/** Stops the process and whoever started it, as Ctrl-Z does everywhere; goes on when the shell says so. */
export async function suspendGroup(): Promise<void> {
  if (process.platform === 'win32') return;
  const { promise: resumed, resolve } = Promise.withResolvers<void>();
  process.once('SIGCONT', resolve);
  // Nothing else may be waited for, and a process that waits for nothing ends.
  const alive = setInterval(() => {}, MINUTE);
  try {
    // The whole group, or the shell would not notice: npm and the launcher wait in front of us.
    process.kill(0, 'SIGTSTP');
    await resumed;
  } finally {
    clearInterval(alive);
  }
}
