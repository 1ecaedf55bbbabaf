/** A part of a catalogue, as scripts/catalogues.ts makes it: `texts:uk/first`. */
declare module 'texts:*' {
  const messages: Record<string, string>;
  export default messages;
}
