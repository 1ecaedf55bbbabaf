/** The application: language, caches, routes, notices. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { LocaleProvider } from '@/i18n';
import { ToastRegion } from '@/ui/toast/toast';
import { Boot } from './Boot';
import { queryClient } from './query';
import { router } from './router';

export function App() {
  return (
    <LocaleProvider>
      <QueryClientProvider client={queryClient}>
        <Boot>
          <RouterProvider router={router} />
        </Boot>
        <ToastRegion />
      </QueryClientProvider>
    </LocaleProvider>
  );
}
