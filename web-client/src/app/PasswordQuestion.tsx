/** Where the question for the password is put to the person: see `api/fresh`. */
import { useStore } from 'zustand';
import { passwordQuestion } from '@/api/fresh';
import { onDemand } from '@/ui/on-demand/on-demand';

const ConfirmPassword = onDemand(
  async () => (await import('@/features/auth/ConfirmPassword')).ConfirmPassword,
);

export function PasswordQuestion() {
  const asked = useStore(passwordQuestion, (state) => state.asked);
  return <ConfirmPassword isOpen={asked !== null} onClose={() => asked?.answer(false)} />;
}
