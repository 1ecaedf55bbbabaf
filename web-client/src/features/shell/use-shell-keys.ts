/**
 * The keys of the whole window: regions by F6, Esc by layers, the list of shortcuts, typing that focuses the
 * field.
 */
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { peelLayer } from '@/keyboard/escape-stack';
import { focusComposerOnTyping, focusRegion, moveRegion } from '@/keyboard/regions';
import { useShortcuts } from '@/keyboard/use-shortcuts';

export function useShellKeys(onShortcuts: () => void): void {
  const router = useRouter();
  useShortcuts({
    'shortcuts.open': onShortcuts,
    'region.next': () => moveRegion(1),
    'region.previous': () => moveRegion(-1),
    'region.rail': () => focusRegion('rail'),
    'region.channels': () => focusRegion('channels'),
    'region.log': () => focusRegion('log'),
    'region.composer': () => focusRegion('composer'),
    'region.members': () => focusRegion('members'),
    'visited.back': () => router.history.back(),
    'visited.forward': () => router.history.forward(),
    escape: () => void peelLayer(),
  });
  useEffect(() => {
    window.addEventListener('keydown', focusComposerOnTyping);
    return () => window.removeEventListener('keydown', focusComposerOnTyping);
  }, []);
}
