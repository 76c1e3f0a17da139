/** Code in the dialect of a kernel, for the checks that need some. */
export interface Samples {
  readonly printHello: string;
  readonly printError: string;
  readonly expression: string;
  readonly complete: string;
  readonly incomplete: string;
  readonly syntaxError: string;
  readonly readInput: string;
  readonly declare: string;
  readonly declaredPrefix: string;
  readonly declaredName: string;
  readonly display: string;
  readonly updateDisplay: string;
  readonly richResult: string;
}

/** What every TypeScript kernel understands. */
const COMMON = {
  printHello: "console.log('hello')",
  printError: "console.error('error')",
  expression: '1 + 1',
  complete: 'const x = 1',
  incomplete: 'const x = {',
  syntaxError: 'function function',
  readInput: "prompt('Enter: ')",
  declare: 'const testVariableForCompletion = 42',
  declaredPrefix: 'testVariableFor',
  declaredName: 'testVariableForCompletion',
  richResult: '[{ letter: "A", frequency: 0.08167 }, { letter: "B", frequency: 0.01492 }]',
};

export const ADMF_SAMPLES: Samples = {
  ...COMMON,
  display: "display.html('<b>bold</b>')",
  updateDisplay:
    "display.html('<b>initial</b>', { id: 'update' }); display.update('update', html`<b>updated</b>`)",
};

export const TSLAB_SAMPLES: Samples = {
  ...COMMON,
  display: "import * as tslab from 'tslab'; tslab.display.html('<b>bold</b>')",
  updateDisplay:
    "import { newDisplay } from 'tslab'; const shown = newDisplay(); shown.html('<b>initial</b>'); shown.html('<b>updated</b>')",
};

export const DENO_SAMPLES: Samples = {
  ...COMMON,
  display: 'await Deno.jupyter.display(Deno.jupyter.html`<b>bold</b>`)',
  updateDisplay: `
    const show = (type: string, html: string) =>
      Deno.jupyter.broadcast(type, { data: { 'text/html': html }, metadata: {}, transient: { display_id: 'update' } });
    await show('display_data', '<b>initial</b>'); await show('update_display_data', '<b>updated</b>')`,
};
