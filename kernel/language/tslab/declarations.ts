import { compileCell } from '../../evaluator/compile-cell.ts';
import { type TypeScript, ts } from './typescript.ts';

/** Replaces `any` by the module where a variable holds one: `const http = await import('http')`. */
export function withModules(declarations: string, modules: ReadonlyMap<string, string>): string {
  let text = declarations;
  for (const [name, specifier] of modules) {
    const module = `typeof import(${JSON.stringify(specifier)})`;
    // Modules that are CommonJS are their own default export, too.
    const any = new RegExp(`^(declare (?:const|let|var) ${RegExp.escape(name)}): any;$`, 'm');
    text = text.replace(any, (_all, declared: string) => `${declared}: ${module} & { default: ${module} };`);
  }
  return text;
}

/**
 * Declarations of a cell whose syntax the checker does not know: the types that it could read, and `any` for each
 * variable.
 */
export function untypedDeclarations(code: string, declarations: string): string {
  const kept = statementsOf(declarations).filter(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isImportDeclaration(statement),
  );
  const values: string[] = [];
  for (const [name, kind] of compileCell(code, () => false).declarations) {
    if (kind === 'import') continue;
    values.push(`declare let ${name}: any;`);
    if (kind === 'class' || kind === 'enum') values.push(`type ${name} = any;`);
  }
  return [...kept.map((statement) => statement.getText()), ...values, ''].join('\n');
}

/**
 * Joins the declarations of a cell, which tslab follows by those of earlier cells, with what tslab drops of them:
 * namespaces, and what augments modules. References to Node's types, which are there anyhow, are left out.
 */
export function joinDeclarations(joined: string, previous: string): string {
  const text = joined.replaceAll(/^\/\/\/ <reference types="node" \/>\r?\n/gm, '');
  if (!/^declare (?:namespace|module|global)\b/m.test(previous)) return text;
  const names = new Set(statementsOf(text).flatMap(namesOf));
  for (const statement of statementsOf(text)) {
    if (ts.isModuleDeclaration(statement)) names.add(statement.name.text);
  }
  const dropped = statementsOf(previous).filter(
    (statement) => ts.isModuleDeclaration(statement) && !names.has(statement.name.text),
  );
  return text + dropped.map((statement) => `${statement.getText()}\n`).join('');
}

/** Statements of a cell by the names that they declare. */
export function sourcesOf(file: TypeScript.SourceFile): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const statement of file.statements) {
    for (const name of namesOf(statement)) sources[name] = statement.getText(file);
  }
  return sources;
}

function statementsOf(text: string): readonly TypeScript.Statement[] {
  return ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.ESNext, true).statements;
}

function namesOf(statement: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const { name } = statement as { name?: TypeScript.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}
