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
