/** Whether this server sends email, and sending the confirmation again. */
import { useQuery } from '@tanstack/react-query';
import { resendVerification } from '@/api';
import { httpOf } from '@/api/http';
import { instanceOptions, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useAction } from '@/ui/form/use-action';
import { showToast } from '@/ui/toast/toast';

/** False until it is known. */
export function useSendsMail(): boolean {
  const client = useClient();
  return useQuery(instanceOptions({ client: httpOf(client) }), queryClient(client)).data?.sends_mail ?? false;
}

export function useResend(email: string) {
  const client = useClient();
  const text = useText();
  return useAction({
    failureOf: useFailureText(),
    work: async () => {
      await resendVerification({ client: httpOf(client), throwOnError: true });
      showToast({ text: text('settings.email.resent', { email }) });
    },
  });
}
