// Who may import whom. The reasons stand in the folder map of the web client's README section.
const features = '^src/features/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'ui-knows-no-product',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/', pathNot: '^src/(ui|lib|i18n)/' },
    },
    {
      name: 'features-do-not-meet',
      comment: 'Features meet through routes, store selectors and the slots of the shell.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: features, pathNot: '^src/features/$1/' },
    },
    {
      name: 'features-at-assembly',
      comment: 'What several features stand on knows none of them; src/app hands the list of features on.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(features|app)/|^src/main' },
      to: { path: features },
    },
    {
      name: 'store-and-gateway-without-view',
      severity: 'error',
      from: { path: '^src/(store|gateway|api)/' },
      to: { path: `(^src/(app|ui|extensions|emoji)/|node_modules/react-dom/|node_modules/react-aria)` },
    },
    {
      name: 'gateway-without-react',
      severity: 'error',
      from: { path: '^src/gateway/' },
      to: { path: 'node_modules/react/' },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      from: { path: '^src/lib/' },
      to: { path: '^src/', pathNot: '^src/lib/' },
    },
    {
      name: 'generated-client-through-api',
      comment: 'Calls go through src/api; only types may be taken straight from the generated folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/api/' },
      to: { path: '^src/api/gen/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-is-on-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app/|main)' },
      to: { path: '^src/app/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^src/api/gen/|\\.test\\.tsx?$)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
