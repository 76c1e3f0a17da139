import { nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { hintFor } from './hint.ts';
import type { Locator, Place } from './locator.ts';
import { isMap, type Path, quoted, valueAt } from './path.ts';
import { isDefinition } from './strategy-object.ts';
import type { WrittenForm } from './written-form.ts';

/** Keys by which the entries of lists are named, in place of their number. */
const NAMES = ['id', 'symbol', 'type'] as const;
/** A name that may stand between dots. */
const PLAIN = /^[^\s.[\]"=]+$/;

/** Where in a configuration something stands, and how people call the place. */
export interface ConfigPlace {
  readonly path: Path;
  /** `strategies.trend.params.fast`: entries of lists by their id, symbol or type. */
  readonly name: string;
}

/** `strategies.trend.params.fast` for `['strategies', 0, 'params', 'fast']`. */
export function placeName(root: WrittenForm, path: Path): string {
  let name = '';
  let node: unknown = root;
  for (const step of path) {
    const word = Array.isArray(node) && typeof step === 'number' ? entryName(node, step) : String(step);
    if (word === undefined) name += `[${step}]`;
    else if (PLAIN.test(word)) name += name === '' ? word : `.${word}`;
    else name += `[${quoted(word)}]`;
    node = valueAt(node, [step]);
  }
  return name;
}

/** Everything in a configuration that has a name, parts after their wholes. */
function allPlaces(root: WrittenForm): ConfigPlace[] {
  const places: ConfigPlace[] = [];
  const visit = (node: unknown, path: Path) => {
    if (path.length > 0) places.push({ path, name: placeName(root, path) });
    if (isDefinition(node)) return;
    if (Array.isArray(node)) for (const [i, item] of node.entries()) visit(item, [...path, i]);
    else if (isMap(node)) for (const [key, part] of Object.entries(node)) visit(part, [...path, key]);
  };
  // What may be left out is a place all the same.
  visit({ ...root, data: (root.data as WrittenForm[]).map((entry) => ({ to: undefined, ...entry })) }, []);
  return places;
}

/**
 * The place that a name means: its whole path, `execution.slippage.bps`, or as many words of it as leave no doubt, the last
 * one among them: `fast`, `trend.fast`, `slippage`.
 *
 * @throws UserError when there is none, with the nearest; or several.
 */
export function placeNamed(root: WrittenForm, name: string): ConfigPlace {
  const steps = stepsOf(name);
  const places = allPlaces(root);
  const exact = places.find((place) => place.name === name);
  if (exact !== undefined) return exact;
  const fitting = places.filter(({ path }) => isShortFor(root, path, steps));
  if (fitting.length === 1) return fitting[0];
  if (fitting.length > 1) {
    throw new UserError(`${quoted(name)} may be any of ${fitting.length} settings`, {
      code: 'ambiguous_setting',
      hint: `one of ${listed(fitting.map((place) => place.name))}`,
    });
  }
  // The schema says best what is wrong with a key of a map that is there.
  if (Object.hasOwn(root, steps[0])) return placeAt(root, pathBelow(root, steps));
  const wholes = places.filter(
    ({ path }) => isMap(valueAt(root, path)) && isShortFor(root, path, steps.slice(0, -1)),
  );
  if (steps.length > 1 && wholes.length === 1) {
    return placeAt(root, [...wholes[0].path, steps[steps.length - 1]]);
  }
  const names = places.map((place) => place.name);
  const last = (words: readonly (string | number)[]) => String(words[words.length - 1]);
  const hint =
    nearestName(name, names) ??
    nearestName(
      last(steps),
      places.map(({ path }) => last(path)),
    );
  throw new UserError(`the configuration has no setting ${quoted(name)}`, {
    code: 'unknown_setting',
    hint:
      hint === undefined ? 'a setting is named by its path: execution.slippage' : `did you mean "${hint}"?`,
  });
}

/** Says where mistakes are by the names of entries: `strategies.trend.params`. */
export class NamedPlaces implements Locator {
  readonly #root: WrittenForm;

  constructor(root: WrittenForm) {
    this.#root = root;
  }

  place(path: Path, _at: 'key' | 'value', prefixPath: Path = path): Place {
    return { location: { file: placeName(this.#root, prefixPath) || 'configuration' }, prefix: '' };
  }

  plainText(): undefined {
    return undefined;
  }

  rename(): void {
    // Places are shown as the schema spells them.
  }
}

function placeAt(root: WrittenForm, path: Path): ConfigPlace {
  return { path, name: placeName(root, path) };
}

/** The name of an entry, where no other entry of its list has the same. */
function entryName(list: readonly unknown[], index: number): string | undefined {
  const nameOf = (item: unknown) => {
    const key = NAMES.find((one) => isMap(item) && typeof item[one] === 'string');
    return key === undefined ? undefined : String((item as WrittenForm)[key]);
  };
  const name = nameOf(list[index]);
  return name !== undefined && list.filter((item) => nameOf(item) === name).length === 1 ? name : undefined;
}

/** `data["BRK.B"].to` → `data`, `BRK.B`, `to`. @throws UserError when it is not a path. */
function stepsOf(name: string): string[] {
  const steps: string[] = [];
  const step = /\.?([^\s.[\]"=]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  while (step.lastIndex < name.length) {
    const { lastIndex } = step;
    const found = step.exec(name);
    if (found === null || (lastIndex === 0 && found[0].startsWith('.'))) {
      throw new UserError(`${quoted(name)} is not the name of a setting`, {
        code: 'bad_setting_name',
        hint: 'write it as strategies.trend.params.fast',
      });
    }
    steps.push(found[1] ?? found[2] ?? (JSON.parse(found[3]) as string));
  }
  if (steps.length === 0) {
    throw new UserError('a setting has no name', { code: 'bad_setting_name', hint: 'write fast=10' });
  }
  return steps;
}

/** Whether the steps stand in the path in their order, the last one at its end. */
function isShortFor(root: WrittenForm, path: Path, steps: readonly string[]): boolean {
  let at = steps.length - 1;
  for (let i = path.length - 1; i >= 0 && at >= 0; i--) {
    if (isStep(root, path, i, steps[at])) at--;
    else if (i === path.length - 1) return false;
  }
  return at < 0;
}

function isStep(root: WrittenForm, path: Path, i: number, step: string): boolean {
  const own = path[i];
  if (String(own) === step) return true;
  const list = typeof own === 'number' ? valueAt(root, path.slice(0, i)) : undefined;
  return Array.isArray(list) && entryName(list, own as number) === step;
}

/** Goes down by steps as far as there is something; keys that are not there are left to the schema. */
function pathBelow(root: WrittenForm, steps: readonly string[]): Path {
  const path: (string | number)[] = [];
  let node: unknown = root;
  for (const step of steps) {
    if (Array.isArray(node)) {
      const names = node.map((_, i) => entryName(node as unknown[], i) ?? String(i));
      const index = names.indexOf(step) >= 0 ? names.indexOf(step) : /^\d+$/.test(step) ? Number(step) : -1;
      if (index < 0 || index >= node.length) {
        throw new UserError(`${placeName(root, path)} has no entry ${quoted(step)}`, {
          code: 'unknown_entry',
          hint: hintFor(step, names),
        });
      }
      path.push(index);
    } else {
      path.push(step);
    }
    node = valueAt(node, path.slice(-1));
  }
  return path;
}

const MOST_LISTED = 8;

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_LISTED;
  const shown = names.slice(0, MOST_LISTED).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
