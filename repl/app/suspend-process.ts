/** Stops the process and whoever started it, as Ctrl-Z does everywhere; goes on when the shell says so. */
export async function suspendProcess(): Promise<void> {
  if (process.platform === 'win32') return;
  const resumed = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  // The whole group, or the shell would not notice: npm and the launcher wait in front of us.
  process.kill(0, 'SIGTSTP');
  await resumed;
}
