import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHART_STYLE } from './drawing/chart-style.ts';
import type { WidgetCode } from './widget-model.ts';

const MODULE = new URL('./view/main.ts', import.meta.url);
const STYLES = ['frame', 'panes', 'lists', 'controls'];

let code: Promise<WidgetCode> | undefined;

/** The stepper's view as browsers run it: one module without imports, and its styles. Made once. */
export async function stepperCode(): Promise<WidgetCode> {
  code ??= bundle();
  return await code;
}

async function bundle(): Promise<WidgetCode> {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({ input: fileURLToPath(MODULE), platform: 'browser', logLevel: 'silent' });
  try {
    const { output } = await build.generate({ format: 'esm', minify: true });
    return {
      id: 'admf.Stepper',
      esm: output[0].code,
      css: [CHART_STYLE, ...STYLES.map(readStyle)].join('\n'),
    };
  } finally {
    await build.close();
  }
}

function readStyle(name: string): string {
  return readFileSync(new URL(`./view/${name}.css`, import.meta.url), 'utf8');
}
