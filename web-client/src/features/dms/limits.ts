/** Beside oneself, in one group. */
export const MOST_OTHERS = 9;
