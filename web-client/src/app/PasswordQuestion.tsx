/** Asks the user for their password: see `api/fresh`. */
import { useStore } from 'zustand';
import { passwordQuestion } from '@/api/fresh';
import { useClient } from '@/client/context';
import { withLaterTexts } from '@/i18n';
import { onDemand } from '@/ui/on-demand/on-demand';

const ConfirmPassword = onDemand(
  withLaterTexts(async () => (await import('@/features/auth/ConfirmPassword')).ConfirmPassword),
);

export function PasswordQuestion() {
  const client = useClient();
  const asked = useStore(passwordQuestion(client), (state) => state.asked);
  return <ConfirmPassword isOpen={asked !== null} onClose={() => asked?.answer(false)} />;
}
