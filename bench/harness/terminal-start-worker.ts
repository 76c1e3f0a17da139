/** Opens the demonstration's run in the terminal app and prints when its first frame came, as JSON. */
import { fileURLToPath } from 'node:url';
import { FakeTerminal, workedMs } from './fake-terminal.ts';
import type { StartReport } from './terminal-report.ts';

const WORKFLOW = fileURLToPath(new URL('../../data/demo/demo.yaml', import.meta.url));

process.env.NODE_ENV = 'production';
// As `admf step` does it: the app is loaded while the data is.
const loading = Promise.all([
  import('../../repl/app/controller.ts'),
  import('../../repl/app/keyboard.ts'),
  import('../../repl/app/mount.ts'),
]);
const { Desk, open } = await import('../../src/index.ts');
const session = await open(WORKFLOW);
const [{ Controller }, { Keyboard }, { mount }] = await loading;
const size = { columns: 160, rows: 45 };
const theme = { tier: 'braille', colors: 'truecolor' } as const;
const controller = new Controller({ desk: new Desk(session), title: 'demo', theme, size });
await controller.look();
const terminal = new FakeTerminal(size.columns, size.rows);
const app = mount(controller, new Keyboard(controller), terminal.streams, () => app.unmount());
await app.waitUntilRenderFlush();
const report: StartReport = { firstFrame: performance.now(), worked: workedMs() };
app.unmount();
process.stdout.write(JSON.stringify(report));
process.exit(0);
