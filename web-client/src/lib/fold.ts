/**
 * Folds text for searching: ignores case, accents and apostrophes, in any script. «Ґ» is found by «г», «ї» by
 * «і», "é" by "e", «м’ята» by «мята».
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ‘`´]/gu, '')
    .toLowerCase()
    .replaceAll('ґ', 'г');
}
