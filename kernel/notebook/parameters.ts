import { isVariableName } from '../evaluator/variable-name.ts';
import { KernelMistake } from '../mistake.ts';
import { codeCell, type Notebook, type NotebookCell, textOfSource } from './ipynb.ts';

/** Values by name, as they are put in the place of a notebook's defaults. */
export type Parameters = ReadonlyMap<string, unknown>;

const INJECTED = 'injected-parameters';

/**
 * Reads `fast=10`: numbers, true, false, null and JSON are what they look like, everything else is a text.
 *
 * @throws KernelMistake for a text without `=`, or with a name that no variable can have.
 */
export function readParameters(given: readonly string[]): Parameters {
  return new Map(
    given.map((text) => {
      const at = text.indexOf('=');
      const name = text.slice(0, Math.max(at, 0)).trim();
      if (!isVariableName(name)) {
        throw new KernelMistake(`a parameter is given as name=value, found "${text}"`, {
          code: 'bad_parameter',
          hint: '-p fast=10',
        });
      }
      return [name, parameterOf(text.slice(at + 1))] as const;
    }),
  );
}

function parameterOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Puts a cell with the parameters behind the one that is tagged `parameters`, in the place of one that was put there before:
 * papermill's convention.
 *
 * @param nearest the hint for a name that is not among those given.
 * @throws KernelMistake for a parameter that the tagged cell does not declare, and without such a cell.
 */
export function injectParameters(
  notebook: Notebook,
  parameters: Parameters,
  nearest: (name: string, names: readonly string[]) => string | undefined,
): Notebook {
  if (parameters.size === 0) return notebook;
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  const at = cells.findIndex((cell) => hasTag(cell, 'parameters'));
  if (at < 0) {
    throw new KernelMistake('the notebook takes no parameters: no cell is tagged "parameters"', {
      code: 'no_parameters',
    });
  }
  const names = declaredNames(textOfSource(cells[at].source));
  for (const name of parameters.keys()) {
    if (names.includes(name)) continue;
    const hint = nearest(name, names);
    throw new KernelMistake(`the notebook has no parameter "${name}"`, {
      code: 'unknown_parameter',
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const code = [...parameters].map(([name, value]) => `let ${name} = ${JSON.stringify(value)};`);
  const injected = codeCell(INJECTED, ['// Parameters', ...code].join('\n'), { tags: [INJECTED] });
  return { ...notebook, cells: cells.toSpliced(at + 1, 0, injected) };
}

function hasTag({ metadata }: NotebookCell, tag: string): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes(tag);
}

/** Names that a cell declares at the start of lines: `const fast = 20, slow = 50` counts by its first. */
function declaredNames(code: string): string[] {
  return [...code.matchAll(/^\s*(?:const|let|var)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu)].map(
    ([, name]) => name,
  );
}
