#!/usr/bin/env node
// Plain JavaScript that Node 18 can read, because npm starts it with whatever Node a machine has.
import { fileURLToPath } from 'node:url';
import { launch } from './launcher.mjs';

await launch({
  root: fileURLToPath(new URL('..', import.meta.url)),
  script: fileURLToPath(import.meta.url),
  args: process.argv.slice(2),
});
