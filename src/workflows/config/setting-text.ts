import { stringify } from 'yaml';
import { isDefinition } from './strategy-object.ts';

/** A value on one line, as YAML reads it. */
export function settingText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (isDefinition(value)) return value.type;
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();
}
