// Draws the images in public/icons from public/icon.svg, with the system's Chromium: node scripts/icons.mjs
// The results are committed; it runs again only when the icon changes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const svg = readFileSync(path('../public/icon.svg'), 'utf8');
const inner = svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '').replace(/<title>.*?<\/title>/, '');
const [ground, ...signs] = inner.match(/<[^>]+\/>/g);
const sign = signs.join('');

const drawing = (content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${content}</svg>`;
/** Systems crop their own shape out of the square; the logo is within the part that is always visible. */
const whole = (size) =>
  `<rect width="32" height="32" fill="#173a32"/><g transform="translate(16 16) scale(${size}) translate(-16 -16)">${sign}</g>`;
/** Only the shape counts, in one colour. */
const shape = sign.replaceAll('#4fc3a1', '#fff').replaceAll('#06201a', '#000');
const stamp = `<mask id="m">${shape}</mask><g transform="translate(16 16) scale(1.45) translate(-16 -16)"><rect width="32" height="32" fill="#fff" mask="url(#m)"/></g>`;

const PICTURES = {
  'icon-192': [192, ground + sign],
  'icon-512': [512, ground + sign],
  'maskable-512': [512, whole(0.86)],
  'apple-180': [180, whole(0.92)],
  'badge-96': [96, stamp],
};

const executablePath =
  process.env.CHROMIUM ??
  execFileSync('node', [path('../../scripts/ensure-chromium.mjs')], { encoding: 'utf8' }).split('\n')[0];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
mkdirSync(path('../public/icons'), { recursive: true });
for (const [name, [side, content]] of Object.entries(PICTURES)) {
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${side}px}</style>${drawing(content)}`);
  writeFileSync(path(`../public/icons/${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
