import { readFileSync } from 'node:fs';
import { ts } from './typescript.ts';

/** The interface that names what exists before the first cell. */
const INTERFACE = 'NotebookGlobals';

/**
 * Declares the members of the interface `NotebookGlobals` of a module as global names, with their documentation.
 *
 * @param path of the module, or of its declarations
 */
export function declareGlobals(path: string): string {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ESNext, true);
  const globals = file.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === INTERFACE,
  );
  if (globals === undefined || !ts.isInterfaceDeclaration(globals)) {
    throw new Error(`${path} has no interface ${INTERFACE}`);
  }
  const all = `import(${JSON.stringify(path.replace(/(?:\.d)?\.ts$/, ''))}).${INTERFACE}`;
  return globals.members
    .map((member) => {
      const name = member.name!.getText(file);
      const comment = member.getFullText(file).slice(0, member.getLeadingTriviaWidth(file)).trim();
      return `${comment}\ndeclare const ${name}: ${all}[${JSON.stringify(name)}];\n`;
    })
    .join('');
}
