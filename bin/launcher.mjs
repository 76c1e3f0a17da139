// Starts the command on a Node that can run it: this one when it is new enough, else the pinned one.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runChild } from './child.mjs';
import { findPinnedRuntime, isNewEnough, MINIMUM_NODE, platformPackage } from './runtime.mjs';

/**
 * Runs `main(args)` of the command line interface, in this process or in one on the pinned Node, and leaves its
 * exit code as this process's own.
 *
 * @param {object} options
 * @param {string} options.root folder that holds `src/`: the checkout, or the installed package
 * @param {string} options.script file to start again on the pinned Node
 * @param {string[]} options.args
 * @param {string} [options.nodeVersion] version of the running Node
 * @param {string} [options.runtime] path of the pinned Node; looked for beside `root` when absent
 * @returns {Promise<void>}
 */
export async function launch({ root, script, args, nodeVersion = process.versions.node, runtime }) {
  if (isNewEnough(nodeVersion)) {
    const [folder, rest] = partFor(args);
    const entry = findEntry(root, folder);
    if (entry === undefined) return fail(`${root} holds no ${folder}/main: this copy of ADMF is incomplete`);
    // Compiled code is kept for the next start: faster, and 30 MB smaller without the type stripper.
    enableCompileCache();
    const cli =
      /** @type {{ main(argv: string[], effects?: undefined, parts?: object): Promise<number> }} */ (
        await import(pathToFileURL(entry).href)
      );
    // Set, not exited with: what was written to a pipe is still on its way.
    process.exitCode = await cli.main(rest, undefined, partsOf(root));
    return;
  }
  const pinned = runtime ?? findPinnedRuntime(root);
  if (pinned === undefined) return fail(missingRuntime(nodeVersion));
  try {
    await runChild(pinned, [script, ...args]);
  } catch (error) {
    // Musl systems install the package although its Node needs glibc.
    fail(`cannot start the pinned Node ${pinned}: ${/** @type {Error} */ (error).message}`);
  }
}

/** Node before 22.1 has none; it never comes here, but it must be able to read this file. */
function enableCompileCache() {
  nodeModule.enableCompileCache?.();
}

/**
 * The folder whose `main` is meant, and what to hand to it. The kernel is no part of src/, which may not know it.
 *
 * @param {string[]} args
 * @returns {[folder: string, args: string[]]}
 */
function partFor(args) {
  if (args[0] === 'notebook' || args[0] === 'lab') return ['kernel', args];
  return args[0] === 'kernel' ? ['kernel', args.slice(1)] : ['src/cli', args];
}

/**
 * What src/ may start and does not know, each loaded when somebody asks for it: the terminal app, and what `admf doctor` looks at
 * for notebooks.
 *
 * @param {string} root
 */
function partsOf(root) {
  const terminal = findEntry(root, 'repl');
  const kernel = findEntry(root, 'kernel');
  return {
    ...(terminal === undefined ? {} : { terminal: () => import(pathToFileURL(terminal).href) }),
    ...(kernel === undefined ? {} : { notebookChecks: () => notebookChecks(kernel) }),
  };
}

/**
 * @param {string} entry of the kernel
 * @returns {Promise<object[]>}
 */
async function notebookChecks(entry) {
  const kernel = /** @type {{ notebookChecks(): Promise<object[]> }} */ (
    await import(pathToFileURL(entry).href)
  );
  return await kernel.notebookChecks();
}

/**
 * The module with `main`: TypeScript in a checkout, the JavaScript made from it in the published package, where
 * Node refuses to strip types.
 *
 * @param {string} root
 * @param {string} [folder]
 * @returns {string | undefined}
 */
export function findEntry(root, folder = 'src/cli') {
  return ['main.ts', 'main.js'].map((file) => join(root, folder, file)).find((path) => existsSync(path));
}

/**
 * @param {string} nodeVersion
 * @param {string} [platform]
 * @param {string} [arch]
 * @returns {string}
 */
export function missingRuntime(nodeVersion, platform = process.platform, arch = process.arch) {
  const found = `needs Node ${MINIMUM_NODE} or newer and found ${nodeVersion}`;
  const wanted = platformPackage(platform, arch);
  return wanted === undefined
    ? `${found}; there is no pinned Node for ${platform} ${arch}: install a newer Node from https://nodejs.org`
    : `${found}; the pinned Node (package ${wanted}) is not installed: install a newer Node from https://nodejs.org, or in a checkout run "npm ci"`;
}

/** @param {string} message */
function fail(message) {
  console.error(`admf: ${message}`);
  process.exitCode = 1;
}
