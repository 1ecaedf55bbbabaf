/** The application: language, routes, notices. */
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Client } from '@/client/client';
import { ClientContext } from '@/client/context';
import { LocaleProvider } from '@/i18n';
import { ToastRegion } from '@/ui/toast/toast';
import { Boot } from './Boot';
import { followInnerLinks } from './inner-links';
import { OfflineBoundary } from './OfflineBoundary';
import { PasswordQuestion } from './PasswordQuestion';
import { router } from './router';

export function App({ client }: { client: Client }) {
  useEffect(() => followInnerLinks((href) => void router.navigate({ href })), []);
  return (
    <ClientContext value={client}>
      <LocaleProvider>
        <OfflineBoundary>
          <Boot>
            <RouterProvider router={router} context={{ client }} />
          </Boot>
          <PasswordQuestion />
        </OfflineBoundary>
        <ToastRegion />
      </LocaleProvider>
    </ClientContext>
  );
}
