/** The parts of the settings, each fetched when it is opened. */
import {
  Bell,
  Database,
  Keyboard,
  MessageSquareLock,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
  UserRoundCog,
} from 'lucide-react';
import { lazy } from 'react';

export const SECTIONS = [
  {
    id: 'profile',
    Icon: UserRound,
    Part: lazy(async () => ({ default: (await import('./profile/ProfileSection')).ProfileSection })),
  },
  {
    id: 'account',
    Icon: UserRoundCog,
    Part: lazy(async () => ({ default: (await import('./account/AccountSection')).AccountSection })),
  },
  {
    id: 'security',
    Icon: ShieldCheck,
    Part: lazy(async () => ({ default: (await import('./security/SecuritySection')).SecuritySection })),
  },
  {
    id: 'privacy',
    Icon: MessageSquareLock,
    Part: lazy(async () => ({ default: (await import('./privacy/PrivacySection')).PrivacySection })),
  },
  {
    id: 'devices',
    Icon: MonitorSmartphone,
    Part: lazy(async () => ({ default: (await import('./devices/DevicesSection')).DevicesSection })),
  },
  {
    id: 'appearance',
    Icon: Palette,
    Part: lazy(async () => ({ default: (await import('./appearance/AppearanceSection')).AppearanceSection })),
  },
  {
    id: 'keyboard',
    Icon: Keyboard,
    Part: lazy(async () => ({ default: (await import('./keyboard/KeyboardSection')).KeyboardSection })),
  },
  {
    id: 'notifications',
    Icon: Bell,
    Part: lazy(async () => ({
      default: (await import('./notifications/NotificationsSection')).NotificationsSection,
    })),
  },
  {
    id: 'data',
    Icon: Database,
    Part: lazy(async () => ({ default: (await import('./data/DataSection')).DataSection })),
  },
] as const;

export type SectionId = (typeof SECTIONS)[number]['id'];

/** The section of an address; the first one where it names none of ours. */
export const sectionOf = (id: string | undefined) =>
  SECTIONS.find((section) => section.id === id) ?? SECTIONS[0];
