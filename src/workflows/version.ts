import { readFileSync } from 'node:fs';

// Two folders up from here in the checkout and in what is packed.
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Version of ADMF, `1.2.3`. */
export const VERSION = manifest.version;
