import t from 'tap';
import ts from 'typescript';
import { type SourceFile, sourceFiles } from '../support/source-files.js';

const MAX_FILE = 250;
const MAX_FUNCTION = 40;

const sources = [...sourceFiles('src', '.ts'), ...sourceFiles('migrations', '.ts')];

t.test(`no file is longer than ${MAX_FILE} lines`, async (t) => {
  const all = [
    ...sources,
    ...sourceFiles('test', '.ts'),
    ...sourceFiles('public', '.js'),
    ...sourceFiles('public', '.css'),
  ];
  t.ok(sources.length > 100);
  t.same(
    all.filter(({ text }) => linesOf(text) > MAX_FILE).map(({ name, text }) => `${name}: ${linesOf(text)}`),
    [],
  );
});

t.test(`no function is longer than ${MAX_FUNCTION} lines, those declared in it left out`, async (t) => {
  t.same(
    sources.flatMap((file) => longFunctions(file)),
    [],
  );
});

function longFunctions(file: SourceFile): string[] {
  const source = ts.createSourceFile(file.name, file.text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  visit(source);
  return found;

  /** Says how many lines the declared functions inside a node take, so that who holds them is not charged for them. */
  function visit(node: ts.Node): number {
    let inner = 0;
    ts.forEachChild(node, (child) => {
      inner += visit(child);
    });
    if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node)) return inner;
    const [from, to] = [node.getStart(source), node.end].map((at) => source.getLineAndCharacterOfPosition(at).line);
    const own = (to ?? 0) - (from ?? 0) + 1 - inner;
    if (own > MAX_FUNCTION) found.push(`${file.name} ${node.name?.getText(source)}: ${own}`);
    return own + inner;
  }
}

function linesOf(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
