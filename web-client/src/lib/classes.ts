/** Class names in one string; what a style sheet does not have, or a condition refuses, is left out. */
export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');
