/** Lines of text, one per emoji and in the same order in each: see scripts/emoji.ts. */
declare module 'emoji:*' {
  const lines: string;
  export default lines;
}
