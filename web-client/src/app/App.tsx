/** The application: language, routes, notices. */
import { RouterProvider } from '@tanstack/react-router';
import { LocaleProvider } from '@/i18n';
import { ToastRegion } from '@/ui/toast/toast';
import { Boot } from './Boot';
import { PasswordQuestion } from './PasswordQuestion';
import { router } from './router';

export function App() {
  return (
    <LocaleProvider>
      <Boot>
        <RouterProvider router={router} />
      </Boot>
      <PasswordQuestion />
      <ToastRegion />
    </LocaleProvider>
  );
}
