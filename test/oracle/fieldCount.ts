/**
 * The fields of the model types, read from the types themselves: every leaf of every live module as
 * a path like `kpis.qps.value` or `nodes.compute[].cpuPct`. Readings, tables and lists are looked
 * through; a sentence is one field.
 */
import * as path from 'node:path';
import ts from 'typescript';

/** @param root folder of the project */
export function modelFields(root: string): readonly string[] {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const file = path.join(root, 'src/shared/model/extendedOverview.ts');
  const program = ts.createProgram([file], { ...options, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbols = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const exported = symbols === undefined ? [] : checker.getExportsOfModule(symbols);
  const typeNamed = (name: string): ts.Type => {
    const symbol = exported.find((candidate) => candidate.name === name);
    if (symbol === undefined) {
      throw new Error(`extendedOverview.ts exports no ${name}`);
    }
    return checker.getDeclaredTypeOfSymbol(symbol);
  };
  const modules = typeNamed('ModuleMap');
  const live = typeNamed('LiveModuleId');
  const ids = live.isUnion() ? live.types : [live];
  return ids.flatMap((id) => {
    const name = id.isStringLiteral() ? id.value : '';
    const property = modules.getProperty(name);
    return property === undefined
      ? []
      : leaves(checker, checker.getTypeOfSymbol(property), name).toSorted();
  });
}

function leaves(checker: ts.TypeChecker, declared: ts.Type, at: string): readonly string[] {
  const type = checker.getNonNullableType(declared);
  const alias = (declared.aliasSymbol ?? type.aliasSymbol)?.name;
  const [argument] = declared.aliasTypeArguments ?? type.aliasTypeArguments ?? [];
  if (alias === 'Reading' && argument !== undefined) {
    return leaves(checker, argument, at);
  }
  if (alias === 'Rows' && argument !== undefined) {
    return leaves(checker, argument, `${at}[]`);
  }
  if (alias === 'Phrase' || type.getStringIndexType() !== undefined) {
    return [at];
  }
  const element = type.getNumberIndexType();
  if (element !== undefined && !isText(type)) {
    return leaves(checker, element, `${at}[]`);
  }
  const members = type.isUnion() ? unionMembers(checker, type) : checker.getPropertiesOfType(type);
  if (isText(type) || members.length === 0 || !isRecord(type)) {
    return [at];
  }
  return members.flatMap((member) =>
    leaves(checker, checker.getTypeOfSymbol(member), `${at}.${member.name}`),
  );
}

const unionMembers = (checker: ts.TypeChecker, type: ts.UnionType): readonly ts.Symbol[] =>
  type.types.some((part) => (part.flags & ts.TypeFlags.Object) === 0)
    ? []
    : checker.getPropertiesOfType(type);

const isText = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.every(isText) : (type.flags & ts.TypeFlags.StringLike) !== 0;

const isRecord = (type: ts.Type): boolean =>
  (type.flags & ts.TypeFlags.Object) !== 0 || type.isUnion();
