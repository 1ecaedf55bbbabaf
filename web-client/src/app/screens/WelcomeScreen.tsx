/** After the first account of an installation: its operator chooses who can register. */
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useSession } from '@/api/use-session';
import { AuthLayout } from '@/features/auth/AuthLayout';
import { FirstRun } from '@/features/operator/FirstRun';
import { T } from '@/i18n';

export function WelcomeScreen() {
  const navigate = useNavigate();
  const { user } = useSession();
  if (user?.chatspace.operator !== true) return <Navigate to="/dm" replace />;
  return (
    <AuthLayout title={<T id="welcome.access.title" />} words={<T id="welcome.access.words" />}>
      <FirstRun onDone={() => navigate({ to: '/dm', replace: true })} />
    </AuthLayout>
  );
}
