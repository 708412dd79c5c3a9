/**
 * What a test run came to, from the text of tap's terse report and its exit code: what was skipped, where anything was,
 * and then the line `N passed, N failed`. A run that tap calls failed has at least one failure.
 */
export function closingLines(report: string, exitCode: number): string[] {
  const total = [...report.matchAll(/^# \{ (total: .*) \}$/gm)].at(-1)?.[1] ?? '';
  const count = (what: string) => Number(new RegExp(`\\b${what}: (\\d+)`).exec(total)?.[1] ?? 0);
  const left = count('skip') + count('todo');
  const failed = Math.max(count('fail'), exitCode === 0 ? 0 : 1);
  return [...(left > 0 ? [`${left} skipped`] : []), `${count('pass')} passed, ${failed} failed`];
}

/**
 * The innermost tests that a terse report calls failed, each as `file > test > … > assertion`, in their order. The batch
 * that a file ran in is left out.
 */
export function failedTests(report: string): string[] {
  const failed: string[] = [];
  let open: { readonly depth: number; readonly name: string; readonly before: number }[] = [];
  for (const line of report.split('\n')) {
    const [, indent = '', name] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (name !== undefined) open = [...within(indent.length), { depth: indent.length, name, before: failed.length }];
    const [, space = '', what] = /^( *)not ok \d+ - (.*?)(?: # time=.*)?$/.exec(line) ?? [];
    if (what === undefined) continue;
    // The line that closes a test comes after those of what failed in it.
    const closed = open.find(({ depth }) => depth === space.length);
    open = within(space.length);
    if (closed === undefined || closed.before === failed.length)
      failed.push(told([...open.map(({ name }) => name), what]));
  }
  return failed;

  function within(depth: number) {
    return open.filter((one) => one.depth < depth);
  }
}

function told([batch = '', ...names]: readonly string[]): string {
  const file = names[0]?.startsWith('build/test/') ?? false;
  return (file ? names : [batch, ...names]).join(' > ');
}
