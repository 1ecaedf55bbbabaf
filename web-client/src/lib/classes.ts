/** Joins class names; undefined ones and those with a false condition are omitted. */
export const classes = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');
