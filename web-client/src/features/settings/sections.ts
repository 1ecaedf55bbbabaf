/** The parts of the settings, each fetched when it is opened. Those of this device do not need the server. */
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
    worksOffline: false,
    Icon: UserRound,
    Part: lazy(async () => ({ default: (await import('./profile/ProfileSection')).ProfileSection })),
  },
  {
    id: 'account',
    worksOffline: false,
    Icon: UserRoundCog,
    Part: lazy(async () => ({ default: (await import('./account/AccountSection')).AccountSection })),
  },
  {
    id: 'security',
    worksOffline: false,
    Icon: ShieldCheck,
    Part: lazy(async () => ({ default: (await import('./security/SecuritySection')).SecuritySection })),
  },
  {
    id: 'privacy',
    worksOffline: false,
    Icon: MessageSquareLock,
    Part: lazy(async () => ({ default: (await import('./privacy/PrivacySection')).PrivacySection })),
  },
  {
    id: 'devices',
    worksOffline: false,
    Icon: MonitorSmartphone,
    Part: lazy(async () => ({ default: (await import('./devices/DevicesSection')).DevicesSection })),
  },
  {
    id: 'appearance',
    worksOffline: true,
    Icon: Palette,
    Part: lazy(async () => ({ default: (await import('./appearance/AppearanceSection')).AppearanceSection })),
  },
  {
    id: 'keyboard',
    worksOffline: true,
    Icon: Keyboard,
    Part: lazy(async () => ({ default: (await import('./keyboard/KeyboardSection')).KeyboardSection })),
  },
  {
    id: 'notifications',
    worksOffline: true,
    Icon: Bell,
    Part: lazy(async () => ({
      default: (await import('./notifications/NotificationsSection')).NotificationsSection,
    })),
  },
  {
    id: 'data',
    worksOffline: false,
    Icon: Database,
    Part: lazy(async () => ({ default: (await import('./data/DataSection')).DataSection })),
  },
] as const;

export type SectionId = (typeof SECTIONS)[number]['id'];

/** The section of an address; the first one where it names none of ours. */
export const sectionOf = (id: string | undefined) =>
  SECTIONS.find((section) => section.id === id) ?? SECTIONS[0];
