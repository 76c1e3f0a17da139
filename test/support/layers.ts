import { posix } from 'node:path';
import { type ImportReference, importsOf } from './imports.ts';
import {
  FAMILY_LEVELS,
  LAYERS,
  PUBLIC_API,
  SHARED_WITH_REPL,
  STAGE_EXCEPTIONS,
  STAGES,
  STARTED_BY_NOTEBOOKS,
  USERS_OF_THE_API,
} from './layer-rules.ts';

const PACKAGE = 'admf';

/**
 * What is wrong with the imports of a tree, one line each: `src/risk/limit.ts:3: risk may not import portfolio …`.
 *
 * @param files source text by path from the root, with `/`; code outside src/ and the users of the API is ignored
 */
export function layerViolations(files: ReadonlyMap<string, string>): string[] {
  const violations: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [path, source] of files) {
    const top = path.split('/')[0];
    if (top !== 'src' && !USERS_OF_THE_API.includes(top)) continue;
    violations.push(...placeViolations(path));
    const targets: string[] = [];
    for (const reference of importsOf(source, path)) {
      const target = resolveInTree(path, reference);
      if (target === undefined) continue;
      const broken = top === 'src' ? brokenLayerRule(path, target) : brokenUserRule(path, target);
      if (broken !== undefined)
        violations.push(`${path}:${reference.line}: ${broken} (${reference.kind} import)`);
      targets.push(target);
    }
    edges.set(path, targets);
  }
  return [...violations, ...cycles(edges).map((cycle) => `import cycle: ${cycle.join(' → ')}`)];
}

/** Path of the imported file from the root; undefined for packages, data files and computed imports. */
function resolveInTree(from: string, { specifier }: ImportReference): string | undefined {
  if (specifier === undefined || specifier.endsWith('.json')) return undefined;
  if (specifier === PACKAGE) return PUBLIC_API;
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : undefined;
}

function placeViolations(path: string): string[] {
  const [top, layer, ...rest] = path.split('/');
  if (top !== 'src' || path === PUBLIC_API) return [];
  if (rest.length === 0) return [`${path}: only ${posix.basename(PUBLIC_API)} may stand in src/ itself`];
  if (!LAYERS.includes(layer))
    return [`${path}: src/${layer} is not a layer (see test/support/layer-rules.ts)`];
  return rest.length - 1 > FAMILY_LEVELS ? [`${path}: too deep, a layer nests at most one folder`] : [];
}

function brokenLayerRule(from: string, target: string): string | undefined {
  if (target === PUBLIC_API) return `a layer may not import ${PUBLIC_API}`;
  if (!target.startsWith('src/')) return `src/ may not import ${target}`;
  if (from === PUBLIC_API) return undefined;
  const importer = from.split('/')[1];
  const imported = target.split('/')[1];
  if (importer === imported) return undefined;
  if (LAYERS.indexOf(imported) >= LAYERS.indexOf(importer))
    return `${importer} may not import the later layer ${imported}`;
  const bothStages = STAGES.includes(importer) && STAGES.includes(imported);
  const excepted = STAGE_EXCEPTIONS.some(([a, b]) => a === importer && b === imported);
  return bothStages && !excepted ? `stage ${importer} may not import stage ${imported}` : undefined;
}

function brokenUserRule(from: string, target: string): string | undefined {
  const own = `${from.split('/')[0]}/`;
  if (target === PUBLIC_API || target.startsWith(own)) return undefined;
  const [starter, started] = STARTED_BY_NOTEBOOKS;
  if (from.startsWith(starter) && target === started) return undefined;
  if (own === 'repl/' && SHARED_WITH_REPL.some((folder) => target.startsWith(folder))) return undefined;
  return `${own} may import only ${PUBLIC_API}, not ${target}`;
}

/** Each cycle once, as the files along it with the first repeated; found by depth-first search. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
    if (done.has(file) || path.includes(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return found;
}
