import type { Completion, CompletionResult } from '../language-service.ts';
import { type NotebookConverter, PREFIX } from './notebook-converter.ts';
import { signaturesFor } from './signatures.ts';
import { type TypeScript, ts } from './typescript.ts';

/** More than that nobody reads; they get no signatures, which take longer than the names. */
const SIGNED = 60;

/**
 * Names that may stand at the cursor, best first. One that the cursor stands in is replaced as a whole by names that
 * begin like its part before the cursor.
 */
export function completionsAt(
  notebook: NotebookConverter,
  declarations: string,
  code: string,
  cursor: number,
): CompletionResult {
  const { original } = notebook.converter.complete(declarations, code, cursor);
  const [start, end] = rangeAt(notebook, code, cursor);
  const prefix = code.slice(start, cursor);
  const entries = [...(original?.entries ?? []), ...providedAt(notebook, start)].flatMap((entry) => {
    // What needs other text than its name, such as `?.`, cannot be told to a front end.
    if (entry.insertText !== undefined || entry.kind === ts.ScriptElementKind.warning) return [];
    const rank = rankOf(entry.name, prefix);
    return rank === undefined ? [] : [{ entry, key: `${rank}${entry.sortText}` }];
  });
  entries.sort((a, b) => compare(a.key, b.key) || compare(a.entry.name, b.entry.name));
  const signatures =
    entries.length <= SIGNED ? signaturesFor(notebook, start + PREFIX.length) : () => undefined;
  const matches = entries.map(({ entry: { name, kind } }): Completion => {
    const { type, signature } = signatures(name, kind) ?? {};
    return { text: name, type: type ?? typeOf(kind), ...(signature === undefined ? {} : { signature }) };
  });
  return { start, end, matches: matches.filter(({ text }, at) => text !== matches[at - 1]?.text) };
}

/** Packages that are there for every notebook, wherever it lies. */
function providedAt({ cellFile }: NotebookConverter, start: number): TypeScript.CompletionEntry[] {
  const text =
    stringAround(cellFile, start + PREFIX.length + 1) ?? stringAround(cellFile, start + PREFIX.length);
  const isWhole = text !== undefined && text.getStart(cellFile) + 1 === start + PREFIX.length;
  if (!isWhole || !isSpecifier(text)) return [];
  return ['admf', 'tslab', 'zod'].map((name) => ({
    name,
    kind: ts.ScriptElementKind.externalModuleName,
    sortText: '0',
  }));
}

/** What a completion replaces: the name around the cursor, or the last part of a path in a string. */
function rangeAt({ cellFile }: NotebookConverter, code: string, cursor: number): [number, number] {
  const text = stringAround(cellFile, cursor + PREFIX.length);
  if (text !== undefined) {
    const [from, to] = [text.getStart(cellFile) + 1 - PREFIX.length, text.end - PREFIX.length];
    const slash = isSpecifier(text) ? code.slice(from, cursor).lastIndexOf('/') : -1;
    const isClosed = to - 1 >= cursor && code[to - 1] === code[from - 1];
    return [from + slash + 1, isClosed ? to - 1 : Math.max(cursor, to)];
  }
  const [before] = /[\p{ID_Continue}$#]*$/u.exec(code.slice(0, cursor))!;
  const [after] = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))!;
  return [cursor - before.length, cursor + after.length];
}

function stringAround(file: TypeScript.SourceFile, position: number): TypeScript.Node | undefined {
  const token = ts.findPrecedingToken(position, file);
  const isInside = token !== undefined && token.getStart(file) < position && position <= token.end;
  if (!isInside || !ts.isStringLiteralLike(token)) return undefined;
  // After the closing quote.
  const isClosed =
    token.end - token.getStart(file) > 1 && file.text[token.end - 1] === file.text[token.getStart(file)];
  return isClosed && position === token.end ? undefined : token;
}

function isSpecifier({ parent }: TypeScript.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    (ts.isCallExpression(parent) && /^(?:import|require)$/.test(parent.expression.getText()))
  );
}

/** 0 where the name begins like the prefix, 1 where it does but for capitals. */
function rankOf(name: string, prefix: string): number | undefined {
  if (name.startsWith(prefix)) return 0;
  return name.toLowerCase().startsWith(prefix.toLowerCase()) ? 1 : undefined;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** LSP's names, in lower case. */
export function typeOf(kind: TypeScript.ScriptElementKind): string {
  const Kind = ts.ScriptElementKind;
  switch (kind) {
    case Kind.functionElement:
    case Kind.localFunctionElement:
      return 'function';
    case Kind.memberFunctionElement:
      return 'method';
    case Kind.memberVariableElement:
    case Kind.memberGetAccessorElement:
    case Kind.memberSetAccessorElement:
    case Kind.memberAccessorVariableElement:
      return 'property';
    case Kind.classElement:
    case Kind.localClassElement:
      return 'class';
    case Kind.interfaceElement:
    case Kind.typeElement:
      return 'interface';
    case Kind.typeParameterElement:
      return 'typeparameter';
    case Kind.enumElement:
      return 'enum';
    case Kind.enumMemberElement:
      return 'enummember';
    case Kind.moduleElement:
    case Kind.externalModuleName:
      return 'module';
    case Kind.keyword:
    case Kind.primitiveType:
      return 'keyword';
    case Kind.scriptElement:
      return 'file';
    case Kind.directory:
      return 'folder';
    case Kind.string:
      return 'constant';
    case Kind.constElement:
    case Kind.letElement:
    case Kind.variableElement:
    case Kind.localVariableElement:
    case Kind.parameterElement:
      return 'variable';
    default:
      return 'value';
  }
}
