import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ADMF_SAMPLES,
  DENO_SAMPLES,
  type Samples,
  TSLAB_SAMPLES,
} from '../../test/kernel/conformance/samples.ts';
import { type Launch, ourKernel } from '../../test/kernel/e2e/launch.ts';

/** A kernel that is compared. */
export interface ComparedKernel {
  readonly name: string;
  readonly launch: Launch;
  readonly samples: Samples;
}

export const ADMF: ComparedKernel = {
  name: 'admf',
  launch: { ...ourKernel(), stdio: 'ignore' },
  samples: ADMF_SAMPLES,
};

const PEERS = ['tslab@1.0.22', 'deno@2.9.6'];

/**
 * Installs the other kernels for TypeScript in a temporary folder, as globally as somebody would who uses them.
 *
 * @throws Error when npm cannot get them.
 */
export function installPeers(): {
  readonly kernels: readonly ComparedKernel[];
  readonly remove: () => void;
} {
  const prefix = mkdtempSync(join(tmpdir(), 'admf-peers-'));
  const remove = () => rmSync(prefix, { recursive: true, force: true });
  try {
    execFileSync(
      'npm',
      ['install', '--global', '--prefix', prefix, '--ignore-scripts', '--no-fund', '--no-audit', ...PEERS],
      { stdio: 'pipe' },
    );
    return { kernels: [tslab(prefix), deno(prefix)], remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function tslab(prefix: string): ComparedKernel {
  const script = find(prefix, '**/node_modules/tslab/bin/tslab');
  return {
    name: 'tslab',
    launch: {
      argv: [process.execPath, script, 'kernel', '--config-path', '{connection_file}'],
      stdio: 'ignore',
    },
    samples: TSLAB_SAMPLES,
  };
}

/** The program itself: npm's `deno` is a script that starts it. */
function deno(prefix: string): ComparedKernel {
  const program = find(prefix, '**/node_modules/@deno/*/deno{,.exe}');
  return {
    name: 'deno',
    launch: {
      argv: [program, 'jupyter', '--kernel', '--conn', '{connection_file}'],
      env: { DENO_DIR: join(prefix, 'deno-dir'), DENO_NO_UPDATE_CHECK: '1' },
      stdio: 'ignore',
    },
    samples: DENO_SAMPLES,
  };
}

function find(prefix: string, pattern: string): string {
  const [found] = globSync(pattern, { cwd: prefix });
  if (found === undefined) throw new Error(`npm installed no ${pattern}`);
  return join(prefix, found);
}
