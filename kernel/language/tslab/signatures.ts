import type { NotebookConverter } from './notebook-converter.ts';
import { type TypeScript, ts } from './typescript.ts';

interface Described {
  /** Set where more is known than that it is a name. */
  readonly type?: string;
  readonly signature?: string;
}

/** Characters of a type that are read at a glance. */
const LONG = 120;

const FORMAT =
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope | ts.TypeFormatFlags.WriteArrowStyleSignature;

/** Tells the types of names that may stand at a position: members of what stands before the dot, or names in scope. */
export function signaturesFor(
  { program, cellFile }: NotebookConverter,
  position: number,
): (name: string, kind: string) => Described | undefined {
  const checker = program.getTypeChecker();
  const before = ts.findPrecedingToken(position, cellFile);
  const owner = ownerOf(before);
  if (owner !== undefined) {
    const type = checker.getApparentType(checker.getNonNullableType(checker.getTypeAtLocation(owner)));
    return (name) => describe(checker, checker.getPropertyOfType(type, name), owner);
  }
  const place = before ?? cellFile;
  const all = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  const scope = new Map(checker.getSymbolsInScope(place, all).map((symbol) => [symbol.name, symbol]));
  return (name, kind) =>
    kind === ts.ScriptElementKind.keyword ? undefined : describe(checker, scope.get(name), place);
}

/** `a` of `a.` and of `a.na`. */
function ownerOf(token: TypeScript.Node | undefined): TypeScript.Expression | undefined {
  const parent = token?.parent;
  return parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.expression !== token
    ? parent.expression
    : undefined;
}

function describe(
  checker: TypeScript.TypeChecker,
  symbol: TypeScript.Symbol | undefined,
  place: TypeScript.Node,
): Described | undefined {
  if (symbol === undefined) return undefined;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  if ((target.flags & ts.SymbolFlags.Value) === 0) return isAlias ? { type: 'interface' } : {};
  const type = checker.getTypeOfSymbolAtLocation(target, place);
  return {
    type: (target.flags & ts.SymbolFlags.Variable) !== 0 || isAlias ? typeOfValue(target, type) : undefined,
    signature: textOf(checker, type, place),
  };
}

/** A type on a line. The parameters of a long one are told by their names. */
function textOf(checker: TypeScript.TypeChecker, type: TypeScript.Type, place: TypeScript.Node): string {
  const text = checker.typeToString(type, place, FORMAT);
  const [call, ...others] = type.getCallSignatures();
  if (text.length <= LONG || call === undefined || others.length > 0) return text;
  const short = (part: TypeScript.Type) => {
    const written = checker.typeToString(part, place, FORMAT);
    return written.length <= LONG / 2 ? written : '…';
  };
  const parameters = call.parameters.map((parameter) => {
    const { valueDeclaration: declaration } = parameter;
    const isDeclared = declaration !== undefined && ts.isParameter(declaration);
    const rest = isDeclared && declaration.dotDotDotToken !== undefined ? '...' : '';
    const optional = isDeclared && checker.isOptionalParameter(declaration) ? '?' : '';
    return `${rest}${parameter.name}${optional}: ${short(checker.getTypeOfSymbolAtLocation(parameter, place))}`;
  });
  return `(${parameters.join(', ')}) => ${short(call.getReturnType())}`;
}

/** What a variable holds: `Map` is a class to its users, and so is an arrow function a function. */
function typeOfValue({ flags }: TypeScript.Symbol, type: TypeScript.Type): string {
  if (flags & ts.SymbolFlags.Module) return 'module';
  if (flags & ts.SymbolFlags.Enum) return 'enum';
  if (type.getConstructSignatures().length > 0) return 'class';
  return type.getCallSignatures().length > 0 ? 'function' : 'variable';
}
