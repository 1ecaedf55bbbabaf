/** Reports that the clock of the server's machine is wrong, or was. */
import { useQuery } from '@tanstack/react-query';
import { httpOf } from '@/api/http';
import { instanceStatusOptions, queryClient } from '@/api/queries';
import { useClient } from '@/client/context';
import { useFormats, useText } from '@/i18n';
import { Notice } from '@/ui/notice/Notice';

export function ClockNotice() {
  const client = useClient();
  const text = useText();
  const { formatDate } = useFormats();
  const { data } = useQuery(instanceStatusOptions({ client: httpOf(client) }), queryClient(client));
  if (data === undefined) return null;
  const { ids_ahead_s: ahead, last_jump: jump } = data.clock;
  const minutes = (seconds: number) => Math.max(1, Math.round(Math.abs(seconds) / 60));
  if (ahead > 0)
    return <Notice tone="danger">{text('operator.clock.ahead', { minutes: minutes(ahead) })}</Notice>;
  if (jump === null) return null;
  const id = jump.by_s < 0 ? 'operator.clock.back' : 'operator.clock.forward';
  const at = formatDate(jump.at, { dateStyle: 'medium', timeStyle: 'short' });
  return <Notice tone="calm">{text(id, { minutes: minutes(jump.by_s), at })}</Notice>;
}
