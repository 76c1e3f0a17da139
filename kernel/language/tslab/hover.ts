import type { CheckerState } from '../checker.ts';
import type { Inspection } from '../language-service.ts';
import { type NotebookConverter, PREFIX, PREVIOUS } from './notebook-converter.ts';
import { type TypeScript, ts } from './typescript.ts';

/** What is known of the name at the cursor, just before it, or of the function whose arguments it stands in. */
export function hoverAt(
  notebook: NotebookConverter,
  { declarations, sources }: CheckerState,
  code: string,
  cursor: number,
  detail: 0 | 1,
): Inspection | undefined {
  for (const position of placesAt(code, cursor)) {
    const info = notebook.converter.inspect(declarations, code, position) as TypeScript.QuickInfo | undefined;
    if (info?.displayParts === undefined || isOfNothing(info)) continue;
    const { start, length } = info.textSpan;
    const source =
      detail === 1
        ? sourceOf(notebook, start + PREFIX.length, code.slice(start, start + length), sources)
        : undefined;
    return { data: { 'text/plain': asText(info, source), 'text/markdown': asMarkdown(info, source) } };
  }
  return undefined;
}

/** TypeScript says `any` of a name that it does not know. */
function isOfNothing({ kind, displayParts }: TypeScript.QuickInfo): boolean {
  return kind === ts.ScriptElementKind.unknown && displayParts?.map(({ text }) => text).join('') === 'any';
}

function placesAt(code: string, cursor: number): number[] {
  const places = [cursor, ...(cursor > 0 ? [cursor - 1] : [])];
  const called = calledAt(code, cursor);
  return called === undefined ? places : [...places, called];
}

/** End of the name of the function whose arguments the cursor stands in: that of `f(a, ` is behind `f`. */
function calledAt(code: string, cursor: number): number | undefined {
  const file = ts.createSourceFile('cell.tsx', code, ts.ScriptTarget.ESNext, true);
  let node = ts.findPrecedingToken(cursor, file);
  while (node !== undefined && node !== file) {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && cursor > node.expression.end) {
      return node.expression.end - 1;
    }
    node = node.parent;
  }
  return undefined;
}

/** The statement of the cell that declared a name; else its declaration in a package. */
function sourceOf(
  { program, cellFile }: NotebookConverter,
  position: number,
  name: string,
  sources: CheckerState['sources'],
): string | undefined {
  const checker = program.getTypeChecker();
  const token = ts.findPrecedingToken(position + 1, cellFile);
  let symbol = token && checker.getSymbolAtLocation(token);
  if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0)
    symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return undefined;
  const file = declaration.getSourceFile();
  if (file.fileName.endsWith(PREVIOUS) && Object.hasOwn(sources, name)) return sources[name];
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(statement) ? undefined : statement.getText(file);
}

function asText(info: TypeScript.QuickInfo, source: string | undefined): string {
  return sections(
    plain(info.displayParts),
    plain(info.documentation),
    tags(info, (name) => `@${name}`),
    source,
  );
}

function asMarkdown(info: TypeScript.QuickInfo, source: string | undefined): string {
  return sections(
    fenced(plain(info.displayParts)),
    plain(info.documentation),
    tags(info, (name) => `*@${name}*`).replaceAll('\n', '  \n'),
    source === undefined ? undefined : fenced(source),
  );
}

const fenced = (code: string): string => `\`\`\`typescript\n${code}\n\`\`\``;

const plain = (parts: readonly TypeScript.SymbolDisplayPart[] = []): string =>
  parts.map(({ text }) => text).join('');

function tags({ tags: found = [] }: TypeScript.QuickInfo, title: (name: string) => string): string {
  return found.map(({ name, text }) => `${title(name)} ${plain(text)}`.trimEnd()).join('\n');
}

function sections(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
