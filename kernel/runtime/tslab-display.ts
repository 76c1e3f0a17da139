// What cells get for `import * as tslab from 'tslab'`. tslab hands what is to be displayed to the kernel that is
// running; here that is this one. Loaded when a cell asks for it, since tslab loads a TypeScript of its own.
import { createRequire } from 'node:module';
import { withText } from '../display/bundle.ts';
import { displayApi } from './display-hook.ts';

interface DisplayContent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient?: { readonly display_id?: string };
}

const require = createRequire(import.meta.url);
const jupyter = require('tslab/dist/jupyter.js') as {
  lastWriteDisplayData: (content: DisplayContent, update: boolean) => void;
};
jupyter.lastWriteDisplayData = ({ data, metadata, transient }, update) =>
  displayApi().publish({ data: withText(data, undefined), metadata }, transient?.display_id, update);

const tslab = require('tslab') as typeof import('tslab');

export const { display, newDisplay } = tslab;
export const versions: Readonly<Record<'tslab' | 'typescript' | 'node', string>> = tslab.versions;
