/** Signing in and registering, and what follows each. */
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { acceptInvite } from '@/api';
import { httpOf } from '@/api/http';
import { joinedHref } from '@/api/joined';
import { useClient } from '@/client/context';
import { Register } from '@/features/auth/Register';
import { SignIn } from '@/features/auth/SignIn';
import { useInstance } from '@/features/auth/use-auth-form';

const entry = getRouteApi('/entry');

/** Accepts the pending invite, else goes to the pending address. A refused invite is explained on its own page. */
function useAfterEntry(): () => Promise<void> {
  const client = useClient();
  const { invite, next } = entry.useSearch();
  const navigate = useNavigate();
  return async () => {
    if (invite === undefined) {
      await navigate({ href: next ?? '/dm', replace: true });
      return;
    }
    try {
      const { data } = await acceptInvite({
        client: httpOf(client),
        path: { code: invite },
        throwOnError: true,
      });
      await navigate({ href: joinedHref(data), replace: true });
    } catch {
      await navigate({ to: '/invite/$code', params: { code: invite }, replace: true });
    }
  };
}

export function LoginScreen() {
  const search = entry.useSearch();
  const after = useAfterEntry();
  const { firstRun, needsSetupToken } = useInstance();
  // The operator's account is created here first. Others may register before the installation has an operator.
  if (firstRun && !needsSetupToken) return <Navigate to="/register" search={search} replace />;
  return <SignIn invite={search.invite} onDone={after} />;
}

export function RegisterScreen() {
  const after = useAfterEntry();
  const navigate = useNavigate();
  return (
    <Register
      invite={entry.useSearch().invite}
      onDone={(first) => (first ? navigate({ to: '/welcome', replace: true }) : after())}
    />
  );
}
