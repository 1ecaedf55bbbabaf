/** The keys of the whole window: regions by F6, Esc by layers, the shortcuts window, typing that finds the field. */
import { useEffect } from 'react';
import { peelLayer } from '@/keyboard/escape-stack';
import { focusComposerOnTyping, moveRegion } from '@/keyboard/regions';
import { useShortcuts } from '@/keyboard/use-shortcuts';

export function useShellKeys(onShortcuts: () => void): void {
  useShortcuts({
    'shortcuts.open': onShortcuts,
    'region.next': () => moveRegion(1),
    'region.previous': () => moveRegion(-1),
    escape: () => void peelLayer(),
  });
  useEffect(() => {
    window.addEventListener('keydown', focusComposerOnTyping);
    return () => window.removeEventListener('keydown', focusComposerOnTyping);
  }, []);
}
