import { createRequire } from 'node:module';
import { parseSync } from 'rolldown/utils';
import { CellSyntaxError } from './cell-syntax-error.ts';
import type { CellLanguage } from './parse-cell.ts';
import { type Node, walk } from './syntax-tree.ts';

/** Functions that TypeScript puts before code with decorators. They are no variables of the notebook. */
export const DECORATOR_HELPERS: ReadonlySet<string> = new Set([
  '__esDecorate',
  '__runInitializers',
  '__setFunctionName',
  '__propKey',
]);

/**
 * JavaScript without decorators, `accessor` fields and types; undefined where the code has neither of the first two. V8 does not know them and
 * the compiler of cells only knows the old decorators, so that TypeScript does it, which takes long to load.
 *
 * @throws CellSyntaxError for syntax that this TypeScript does not know.
 */
export function lowerDecorators(
  code: string,
  lang: CellLanguage | 'jsx',
): { readonly code: string; readonly map: string } | undefined {
  if (!/@[\p{ID_Start}$_(]|\baccessor\b/u.test(code) || !isNewerThanV8(code, lang)) return undefined;
  const ts = createRequire(import.meta.url)(
    '@tslab/typescript-for-tslab',
  ) as typeof import('@tslab/typescript-for-tslab');
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(code, {
    fileName: `cell.${lang}`,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
  });
  const [mistake] = diagnostics ?? [];
  if (mistake !== undefined) {
    const message = ts.flattenDiagnosticMessageText(mistake.messageText, '\n');
    throw new CellSyntaxError(
      `${message} (in code with decorators or accessor fields, TypeScript ${ts.versionMajorMinor} reads it)`,
      mistake.start ?? 0,
      false,
    );
  }
  return { code: outputText.replace(/^\/\/# sourceMappingURL=.*$/m, ''), map: sourceMapText! };
}

function isNewerThanV8(code: string, lang: CellLanguage | 'jsx'): boolean {
  let isFound = false;
  const { program } = parseSync(`cell.${lang}`, code, { lang, sourceType: 'module' });
  walk(program as unknown as Node, ({ type, decorators }) => {
    isFound ||= type === 'AccessorProperty' || (Array.isArray(decorators) && decorators.length > 0);
  });
  return isFound;
}
