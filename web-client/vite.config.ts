import { fileURLToPath } from 'node:url';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { catalogues } from './scripts/catalogues.ts';
import { emoji } from './scripts/emoji.ts';
import { hints } from './scripts/hints.ts';
import { vendor } from './scripts/vendor.ts';

const server = process.env.CHATSPACE_URL ?? 'http://localhost:8000';
const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What every page needs, what forms need, what channels need, and emoji data: each in one file with all its dependencies,
 * since many small files are a fifth larger in total. Code for signing in must not depend on that of channels.
 */
const CHUNKS = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 4 },
  { name: 'base', test: /src\/main\.tsx$/, priority: 3 },
  {
    name: 'forms',
    test: /src\/(ui\/(button|form|notice|password-field|text-field)\/\w|features\/auth\/AuthLayout|i18n\/failures|api\/index)/,
    priority: 2,
  },
  { name: 'emoji-uk', test: /emoji:(names|words)\/uk/, priority: 5 },
  { name: 'emoji-en', test: /emoji:(codes|(names|words)\/en)/, priority: 5 },
  { name: 'chat', test: /src\/(gateway\/index|app\/screens\/Channel\w+)\.tsx?$/, priority: 1 },
];

export default defineConfig({
  plugins: [
    catalogues(),
    emoji(),
    vendor(),
    hints(),
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // src/app/service-worker.ts registers it; the manifests are in public/, one per language.
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: [
          'index.html',
          '*.{js,css,svg,webmanifest}',
          'icons/*.png',
          'assets/*.{js,css}',
          'assets/*-{latin,cyrillic}-wght-*.woff2',
        ],
        globIgnores: ['sw.js', 'vendor/**'],
      },
    }),
    { ...optimizeLocales.vite({ locales: ['en-US', 'uk-UA'] }), enforce: 'pre' },
  ],
  resolve: { alias: { '@': folder('./src'), '@tests': folder('./tests') } },
  build: {
    target: ['chrome111', 'firefox121', 'safari16.4'],
    // The content policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: CHUNKS,
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/cdn': server,
      '/docs': server,
      '/redoc': server,
      '/openapi.json': server,
      '/gateway': { target: server, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./tests/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    // By default one worker runs where there are two processors.
    maxWorkers: 2,
    // A busy machine is slow.
    testTimeout: 20_000,
  },
});
