/** The import rules of src/README.md. */
const room = (name, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { pathNot: allowed },
});

const node =
  '^(node:)?(assert|async_hooks|buffer|child_process|crypto|events|fs|module|os|path|readline|stream|timers|url|util|worker_threads|zlib)(/|$)';
const npm = (...names) => names.map((name) => `node_modules/${name}/`);

module.exports = {
  forbidden: [
    room('domain', ['^src/domain/', ...npm('temporal-polyfill', 'libphonenumber-js')]),
    room('actions', ['^src/(actions|domain|store)/', ...npm('@node-rs/argon2', 'csv-parse')]),
    room('store', [
      '^src/(store|domain)/',
      '^src/config\\.ts$',
      '^migrations/index\\.ts$',
      ...npm('knex', 'better-sqlite3', 'pg', 'date-holidays'),
      node,
    ]),
    room('i18n', ['^src/i18n/', '^src/domain/']),
    room('web', [
      '^src/(web|i18n|domain)/',
      '^src/config\\.ts$',
      ...npm('@?fastify', '@fastify', 'eta', 'typebox'),
      node,
    ]),
    room('exports', ['^src/(exports|domain|store|i18n)/', ...npm('csv-stringify', 'yazl'), node]),
    room('charts', ['^src/charts/', ...npm('d3-scale', 'd3-shape', '@types/d3-scale', '@types/d3-shape')]),
    room('features', [
      '^src/(features|domain|actions|store|exports|charts|web|i18n)/',
      ...npm('fastify', '@fastify/type-provider-typebox', 'typebox'),
    ]),
    {
      name: 'no-feature-to-feature',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'migrations',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { pathNot: ['^migrations/', ...npm('knex')] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
