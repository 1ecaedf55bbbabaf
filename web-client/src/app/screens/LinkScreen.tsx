/** The page of a link from an email. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useStore } from 'zustand';
import { LinkPage } from '@/features/auth/link/LinkPage';
import { isLinkKind, linkToken } from '@/lib/link-token';
import { NotFoundScreen } from '../NotFoundScreen';

const route = getRouteApi('/link/$kind');

export function LinkScreen() {
  const { kind } = route.useParams();
  const navigate = useNavigate();
  const token = useStore(linkToken, (state) => state.token);
  if (!isLinkKind(kind)) return <NotFoundScreen />;
  return (
    <LinkPage
      key={kind}
      kind={kind}
      token={token}
      onSpent={() => linkToken.setState({ token: null })}
      onRegistered={() => navigate({ to: '/dm', replace: true })}
    />
  );
}
