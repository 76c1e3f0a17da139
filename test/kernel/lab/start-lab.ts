import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Jupyter } from '../front-ends/use-jupyter.ts';

export interface StartedLab {
  readonly url: string;
  stop(): Promise<void>;
}

const TOKEN = 'of-this-test';

/** It asks nothing that a test would have to answer. */
const SETTINGS = {
  'apputils-extension/notification': { fetchNews: 'false', checkForUpdates: false },
  'docmanager-extension/plugin': { renameUntitledFileOnSave: false },
};

/** Starts JupyterLab as a user does. */
export async function startLab({ bin, folder, env }: Jupyter): Promise<StartedLab> {
  for (const [plugin, settings] of Object.entries(SETTINGS)) {
    const file = join(env.JUPYTERLAB_SETTINGS_DIR!, '@jupyterlab', `${plugin}.jupyterlab-settings`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(settings));
  }
  const server = spawn(
    join(bin, 'jupyter'),
    [
      'lab',
      '--allow-root',
      '--no-browser',
      '--ServerApp.ip=127.0.0.1',
      '--port=0',
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${folder}`,
    ],
    { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const stop = async () => {
    if (server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  };
  let log = '';
  for await (const chunk of server.stderr.iterator({ destroyOnReturn: false })) {
    log += String(chunk);
    const [, origin] = /(http:\/\/127\.0\.0\.1:\d+)\/lab\?token=/.exec(log) ?? [];
    if (origin === undefined) continue;
    server.stderr.resume();
    return { url: `${origin}/lab?token=${TOKEN}`, stop };
  }
  throw new Error(`JupyterLab did not start: ${log}`);
}
