import { parseDocument } from 'yaml';
import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import { UserError } from '../../foundation/user-error.ts';
import { registeredComponents } from '../../workflows/components.ts';
import { type ConfigPlace, placeNamed } from '../../workflows/config/config-places.ts';
import { keysOf } from '../../workflows/config/expectation.ts';
import { underscoredNumber } from '../../workflows/config/parse-at.ts';
import { isMap, type Path, quoted, valueAt } from '../../workflows/config/path.ts';
import { settingText } from '../../workflows/config/setting-text.ts';
import { isDefinition } from '../../workflows/config/strategy-object.ts';
import { plainParts, type WrittenForm } from '../../workflows/config/written-form.ts';

/** A setting and what it is to be: `{ name: 'fast', value: 10 }`. */
export interface WantedChange {
  readonly name: string;
  readonly value: unknown;
}

/** A text `fast=10`, several of them, or the same as an object, `{ fast: 10 }`. */
export type Changes = string | readonly string[] | Readonly<Record<string, unknown>>;

/** @throws UserError for a text that is no `name=value`, or whose value cannot be read. */
export function readChanges(changes: Changes): WantedChange[] {
  const texts = typeof changes === 'string' ? [changes] : changes;
  if (!Array.isArray(texts)) return Object.entries(texts).map(([name, value]) => ({ name, value }));
  return texts.map((text: string) => {
    const at = text.indexOf('=');
    if (at <= 0) {
      throw new UserError(`a change is written name=value, found ${quoted(text)}`, {
        code: 'bad_change',
        hint: 'fast=10, or execution.slippage=5bps',
      });
    }
    const name = text.slice(0, at).trim();
    return { name, value: readValue(text.slice(at + 1).trim(), name) };
  });
}

/** A change as it is written again: `strategies.trend.params.fast = 10`. */
export function changeText(name: string, value: unknown): string {
  return `${name} = ${settingText(value)}`;
}

/**
 * Makes changes in a configuration, which it alters; they are not checked yet. A component may be given by its name,
 * `sizing=percent_of_equity`, or with its only parameter before it, `slippage=5bps`; what takes another type begins with no parameters.
 *
 * @returns what was changed, with whole names.
 */
export function applyChanges(
  root: WrittenForm,
  wanted: readonly WantedChange[],
): (ConfigPlace & { readonly value: unknown })[] {
  const placed = wanted.map(({ name, value }) => ({ given: name, place: typePlace(root, name), value }));
  // Another type takes its parameters with it, so it comes before them.
  const isWhole = ({ place }: (typeof placed)[number]) => place?.path.at(-1) === 'type' || componentAt(place);
  const ordered = [...placed.filter(isWhole), ...placed.filter((one) => !isWhole(one))];
  const done = new Map<string, string>();
  const changed = ordered.map(({ given, value }) => {
    const place = placeNamed(root, given);
    const other = done.get(place.name);
    if (other !== undefined) {
      throw new UserError(`${place.name} is changed twice, by ${quoted(other)} and by ${quoted(given)}`, {
        code: 'changed_twice',
      });
    }
    done.set(place.name, given);
    const family = familyAt(place.path);
    const last = place.path[place.path.length - 1];
    const written = family === undefined ? value : componentValue(family, value);
    if (last === 'type' && valueAt(root, place.path) !== value) forgetParameters(root, place.path);
    // A copy, as further changes may go into it.
    setAt(root, place.path, plainParts(written));
    return { ...place, value: written };
  });
  // In the order in which they were asked for.
  return wanted.map(({ name }) => changed[ordered.findIndex(({ given }) => given === name)]);
}

type Family = Registry<ComponentDescription>;

function typePlace(root: WrittenForm, name: string): ConfigPlace | undefined {
  try {
    return placeNamed(root, name);
  } catch (error) {
    // It may be a parameter of a type that another change brings; if not, it is told when its turn comes.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function componentAt(place: ConfigPlace | undefined): boolean {
  return place !== undefined && familyAt(place.path) !== undefined;
}

/** The components of which one stands at a path, with its parameters beside its type. */
function familyAt(path: Path): Family | undefined {
  const { sizing, risk, slippage, commission } = registeredComponents();
  const [root, first, second, index] = path;
  if (root === 'execution' && path.length === 2) {
    return first === 'slippage' ? slippage : first === 'commission' ? commission : undefined;
  }
  if (root !== 'portfolios') return undefined;
  if (path.length === 3 && second === 'sizing') return sizing;
  return path.length === 4 && second === 'risk' && typeof index === 'number' ? risk : undefined;
}

function componentValue(family: Family, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const measured = /^([-+]?[\d_.]+)\s*([a-z][a-z_]*)$/.exec(value);
  if (measured === null) return { type: value };
  const [, digits, type] = measured;
  if (!family.has(type)) return { type };
  const { params } = family.get(type);
  const amount = readValue(digits, value);
  const keys = keysOf(params);
  const meant = keys.length === 1 ? keys : keys.filter((key) => params.safeParse({ [key]: amount }).success);
  return meant.length === 1 ? { type, [meant[0]]: amount } : { type: value };
}

/** @param path of a `type`. */
function forgetParameters(root: WrittenForm, path: Path): void {
  const entry = valueAt(root, path.slice(0, -1));
  if (!isMap(entry)) return;
  if (path[0] === 'strategies') entry.params = {};
  else if (familyAt(path.slice(0, -1)) !== undefined) for (const key of Object.keys(entry)) delete entry[key];
}

function setAt(root: WrittenForm, path: Path, value: unknown): void {
  let node: unknown = root;
  for (const [i, step] of path.slice(0, -1).entries()) {
    let next = valueAt(node, [step]);
    if (next === undefined) {
      next = {};
      (node as WrittenForm)[step] = next;
    }
    if (typeof next !== 'object' || next === null || isDefinition(next)) {
      const name = path.slice(0, i + 1).join('.');
      throw new UserError(`${name} is ${settingText(next)} and has no parts`, { code: 'no_such_part' });
    }
    node = next;
  }
  (node as Record<string | number, unknown>)[path[path.length - 1]] = value;
}

function readValue(text: string, name: string): unknown {
  if (text === '') {
    throw new UserError(`${name} is given no value`, { code: 'bad_change', hint: `write ${name}=10` });
  }
  const number = underscoredNumber(text);
  if (number !== undefined) return number;
  const document = parseDocument(text, { prettyErrors: false, schema: 'core', logLevel: 'error' });
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new UserError(`the value of ${name} cannot be read: ${quoted(text)}`, {
      code: 'bad_change',
      hint: 'it is written as in a workflow: 10, true, long_only, {type: bps, bps: 5}',
    });
  }
  return document.toJS({ maxAliasCount: 0 }) as unknown;
}
