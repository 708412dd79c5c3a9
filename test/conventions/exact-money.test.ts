import path from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { root } from '../../src/web/assets.js';
import { sourceFiles } from '../support/source-files.js';

/** What computes commissions. Numbers go in and come out; in between everything is a bigint (SPEC 7). */
const COMMISSIONS = sourceFiles('src/domain', '.ts')
  .map(({ name }) => name)
  .filter((name) => /\/(commission|rounding)[a-z-]*\.ts$/.test(name));

const ARITHMETIC = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.PercentEqualsToken,
]);

/** Only the language itself: without a list of libraries the compiler reads and binds all that a browser has, too. */
const LANGUAGE: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: [] };

const FLOATING = /^(parseFloat|Math|toFixed|toPrecision)$/;

t.test('commissions are computed without floating point', async (t) => {
  t.ok(COMMISSIONS.length >= 5, COMMISSIONS.join(' '));
  const program = ts.createProgram(
    COMMISSIONS.map((name) => path.join(root, name)),
    { ...LANGUAGE, module: ts.ModuleKind.NodeNext, strict: true, noEmit: true },
  );
  for (const name of COMMISSIONS) {
    const file = program.getSourceFile(path.join(root, name));
    t.same(file && floatingIn(file, program.getTypeChecker()), [], name);
  }
});

t.test('the check knows floating point when it sees it', async (t) => {
  const floating = [
    'const f = (a: number, b: number) => a / b;',
    'const f = (a: number) => a * 2;',
    'const f = (a: number | null) => (a ?? 0) + 1;',
    'let a = 1; a += 2;',
    'let a: any; const b = a - 1;',
    'const a = 0.2;',
    'const a = 1e-3;',
    "const a = parseFloat('1');",
    'const a = Math.round(3);',
    'const a = (5).toFixed(2);',
    'const a = -(3 as number) - 1;',
  ];
  const exact = ['const f = (a: bigint) => (a * 10n) / 3n;', "const a = 'x' + 'y';", 'const a = Number(3n);'];
  const found = foundIn([...floating, ...exact]);
  for (const text of floating) t.ok(found(text) > 0, text);
  for (const text of exact) t.equal(found(text), 0, text);
});

/** How much is found in each of these texts: modules of one program, since it reads the language's own types each time. */
function foundIn(texts: readonly string[]): (text: string) => number {
  const files = new Map(
    texts.map((text, index) => {
      const name = `${index}.ts`;
      return [name, ts.createSourceFile(name, `${text} export {};`, ts.ScriptTarget.ES2023, true)];
    }),
  );
  const host = ts.createCompilerHost({});
  const sourceOf = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => files.get(name) ?? sourceOf(name, ...rest);
  const program = ts.createProgram([...files.keys()], LANGUAGE, host);
  return (text) => {
    const file = files.get(`${texts.indexOf(text)}.ts`);
    return file ? floatingIn(file, program.getTypeChecker()).length : 0;
  };
}

/** Every arithmetic on something else than bigints (texts may be joined), every fraction, every call that rounds. */
function floatingIn(file: ts.SourceFile, types: ts.TypeChecker): string[] {
  const found: string[] = [];
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    if (isFloating(node))
      found.push(`${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}: ${node.getText(file)}`);
    ts.forEachChild(node, visit);
  }

  function isFloating(node: ts.Node): boolean {
    if (ts.isIdentifier(node)) return FLOATING.test(node.text);
    if (ts.isNumericLiteral(node)) return !/^[\d_]+$/.test(node.getText(file));
    if (!ts.isBinaryExpression(node) || !ARITHMETIC.has(node.operatorToken.kind)) return false;
    return (
      ![node.left, node.right].every((side) => is(side, ts.TypeFlags.BigIntLike)) &&
      !is(node.left, ts.TypeFlags.StringLike)
    );
  }

  function is(node: ts.Node, flags: ts.TypeFlags): boolean {
    const type = types.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).every((one) => (one.flags & flags) !== 0);
  }
}
