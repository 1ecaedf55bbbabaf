/** Besides the current user, in one group. */
export const MOST_OTHERS = 9;
