import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findChromium } from './chromium.ts';
import type { ImageSize } from './svg.ts';

const start = promisify(execFile);
/** A Chromium that has not drawn by then will not. */
const PATIENCE_MS = 60_000;
/** Pixels for each of the size, so that letters are sharp. */
const SCALE = 2;

/** An SVG as PNG, by a Chromium that is started for it; null where none is found. */
export async function renderPng(
  svg: string,
  { width, height }: ImageSize,
  chromium: string | null = findChromium(),
): Promise<Uint8Array | null> {
  if (chromium === null) return null;
  const folder = await mkdtemp(join(tmpdir(), 'admf-png-'));
  try {
    const page = join(folder, 'figure.html');
    const image = join(folder, 'figure.png');
    await writeFile(
      page,
      `<!doctype html><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>${svg}`,
    );
    await start(chromium, argumentsFor({ folder, page, image, width, height }), { timeout: PATIENCE_MS });
    return await readFile(image);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Shot extends ImageSize {
  readonly folder: string;
  readonly page: string;
  readonly image: string;
}

function argumentsFor({ folder, page, image, width, height }: Shot): string[] {
  return [
    '--headless',
    // Chromium does not start as root otherwise; the page is our own.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--hide-scrollbars',
    '--no-first-run',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--force-device-scale-factor=${SCALE}`,
    `--window-size=${width},${height}`,
    `--screenshot=${image}`,
    pathToFileURL(page).href,
  ];
}
