/**
 * Recognises a program by its User-Agent. Good enough to recognise the sessions of an account; nothing
 * depends on it.
 */
export interface ClientName {
  /** The program, where it is known. */
  program: string | undefined;
  system: string | undefined;
  handheld: boolean;
}

/** In this order: most browsers also name those they are compatible with. */
const PROGRAMS: readonly [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOPT\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

const HANDHELD = /\bAndroid\b|\biPhone\b|\biPad\b|\bMobile\b/;

const found = (table: readonly [RegExp, string][], line: string) =>
  table.find(([pattern]) => pattern.test(line))?.[1];

export function clientName(line: string): ClientName {
  const browser = found(PROGRAMS, line);
  // Programs other than browsers start with their own name: `curl/8.5.0`.
  const own = line.startsWith('Mozilla/') ? undefined : line.split(/[/\s(]/)[0] || undefined;
  return { program: browser ?? own, system: found(SYSTEMS, line), handheld: HANDHELD.test(line) };
}
