/**
 * Levels of brackets, and operators or branches in a row, that the parser of cells takes in any thread. It is native
 * code that calls itself for each level: some thousands overflow the stack, which ends the process and not the cell.
 */
const LEVELS = 500;
const OPERATORS = 2_000;

const TEXT = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
const TOKEN = /[([{]|[)\]}]|[;,]|=>|\belse\b|\b(?:await|typeof|void|delete|new)\b|[!~+\-*/%&|^?:.<=]/g;

/** Whether code is nested so deeply that it cannot safely be parsed. Errs on the safe side. */
export function isTooDeep(code: string): boolean {
  if (code.length < LEVELS) return false;
  let levels = 0;
  let operators = 0;
  let elses = 0;
  for (const [token] of code.replaceAll(TEXT, '""').matchAll(TOKEN)) {
    if ('([{'.includes(token)) levels++;
    else if (')]}'.includes(token)) levels--;
    else if (token === 'else') elses++;
    else if (token !== ';' && token !== ',') operators++;
    if (';,{}'.includes(token)) operators = 0;
    if (levels > LEVELS || operators > OPERATORS || elses > OPERATORS) return true;
  }
  return false;
}
