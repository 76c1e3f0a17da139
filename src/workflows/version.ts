import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Of the package, which stands two folders up from here in the checkout and in what is packed. */
export const VERSION = manifest.version;
