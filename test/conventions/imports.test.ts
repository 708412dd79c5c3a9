import { execFileSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { root } from '../../src/web/assets.js';

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

t.test('the rooms import only what they may', async (t) => {
  const program = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'migrations'];
  const { summary } = JSON.parse(run(args)) as Cruise;
  t.same(
    summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    [],
  );
  t.ok(summary.totalCruised > 100, `it looked at ${summary.totalCruised} modules`);
});

/** It ends with the number of violations as its exit code. */
function run(args: readonly string[]): string {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  try {
    return execFileSync(process.execPath, args, options);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
