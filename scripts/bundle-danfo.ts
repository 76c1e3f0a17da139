import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');

/**
 * Writes Danfo with its arithmetic in doubles and all it needs as one file, beside its declarations and the licences of what is in it. For the
 * published package: a consumer's npm knows neither our stand-ins nor our overrides.
 *
 * @param folder `vendor/danfo` of the package.
 */
export async function bundleDanfo(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const build = await rolldown({
    input: join(ROOT, 'node_modules', 'danfojs-node', 'dist', 'danfojs-node', 'src', 'index.js'),
    platform: 'node',
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'cjs', minify: true, exports: 'named' });
  await build.close();
  const [{ code, moduleIds }] = output;
  writeFileSync(join(folder, 'danfo.cjs'), code);
  writeFileSync(join(folder, 'LICENSES.txt'), licencesOf(moduleIds));
  copyDeclarations(join(ROOT, 'node_modules', 'danfojs-node', 'dist'), join(folder, 'types'));
}

/** The licence of each package that a bundle holds files of. */
function licencesOf(modules: readonly string[]): string {
  const folders = new Set(modules.map((id) => packageFolder(id)).filter((folder) => folder !== undefined));
  const texts = [...folders].sort().map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const file = globSync('{LICEN[CS]E,licen[cs]e}*', { cwd: folder })[0];
    const text = file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
    return `${String(manifest.name)} ${String(manifest.version)}: ${JSON.stringify(manifest.license ?? manifest.licenses)}${text}`;
  });
  return `${texts.join('\n\n----\n\n')}\n`;
}

/** The nearest folder above a file whose package.json has a name. */
function packageFolder(file: string): string | undefined {
  if (!file.startsWith('/') && !/^[A-Za-z]:/.test(file)) return undefined;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'name' in (JSON.parse(readFileSync(manifest, 'utf8')) as object))
      return folder;
  }
  return undefined;
}

function copyDeclarations(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  // They name one another without endings, as only CommonJS may.
  writeFileSync(join(to, 'package.json'), '{ "type": "commonjs" }\n');
  for (const file of globSync('**/*.d.ts', { cwd: from })) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), readFileSync(join(from, file), 'utf8'));
  }
}
