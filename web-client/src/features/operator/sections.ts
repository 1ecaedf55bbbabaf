/** The sections of the administration, by the last segment of their address. */
export const SECTIONS = ['users', 'registration', 'emails'] as const;
export type Section = (typeof SECTIONS)[number];

export const isSection = (value: string): value is Section => SECTIONS.some((one) => one === value);
