import type { NotebookConverter } from './notebook-converter.ts';
import { type TypeScript, ts } from './typescript.ts';

interface Described {
  /** Set where more is known than that it is a name. */
  readonly type?: string;
  readonly signature?: string;
}

/** Longer ones are cut by TypeScript. */
const FORMAT = () =>
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
    signature: checker.typeToString(type, place, FORMAT()),
  };
}

/** What a variable holds: `Map` is a class to its users, and so is an arrow function a function. */
function typeOfValue({ flags }: TypeScript.Symbol, type: TypeScript.Type): string {
  if (flags & ts.SymbolFlags.Module) return 'module';
  if (flags & ts.SymbolFlags.Enum) return 'enum';
  if (type.getConstructSignatures().length > 0) return 'class';
  return type.getCallSignatures().length > 0 ? 'function' : 'variable';
}
