/** What signing in and registering share: the form's state, and the pending invite. */
import { useEffect, useState } from 'react';
import { type Instance, instance } from '@/api';
import { httpOf } from '@/api/http';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { fieldProblems, useFailureText } from '@/i18n/failures';
import { useForm } from '@/ui/form/use-form';

/** The server reports `login` when the address and password do not match; the form shows it at the password. */
export function useAuthForm(submit: (fields: FormData) => Promise<void>) {
  const text = useText();
  const failureOf = useFailureText();
  return useForm({
    submit,
    problemsOf: (thrown) => {
      const { login, ...problems } = fieldProblems(thrown, text);
      return login === undefined ? problems : { ...problems, password: login };
    },
    failureOf,
  });
}

/** The name of the installation; that of the software until the server has responded. */
export function useInstance() {
  const client = useClient();
  const [data, setData] = useState<Instance>();
  useEffect(() => {
    let current = true;
    instance({ client: httpOf(client), throwOnError: true }).then(
      (answer) => current && setData(answer.data),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client]);
  return {
    name: data?.name ?? 'ChatSpace',
    registration: data?.registration,
    firstRun: data?.first_run ?? false,
    needsSetupToken: data?.needs_setup_token ?? false,
    sendsMail: data?.sends_mail ?? true,
  };
}
