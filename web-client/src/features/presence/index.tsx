/** The current user's avatar and presence, and the menu behind them, which loads after the log. */
import { lazy, Suspense } from 'react';
import { withLaterTexts } from '@/i18n';
import { useMe } from '@/store/selectors';
import { OwnAvatar } from './OwnAvatar';

const Menu = lazy(withLaterTexts(async () => ({ default: (await import('./OwnStatus')).OwnStatus })));

export function OwnStatus() {
  const me = useMe();
  if (me === null) return null;
  return (
    <Suspense fallback={<OwnAvatar me={me} />}>
      <Menu me={me} />
    </Suspense>
  );
}
