/** The parts of running an installation, by the last part of their address. */
export const SECTIONS = ['users', 'registration', 'emails'] as const;
export type Section = (typeof SECTIONS)[number];

export const isSection = (value: string): value is Section => SECTIONS.some((one) => one === value);
