/** Notification settings of a guild, category, channel or DM. Each choice applies at once. */
import type { NotificationSetting } from '@/api/gen';
import { useClient } from '@/client/context';
import { changeNotifications } from '@/gateway';
import { type Text, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useDmName } from '@/store/dms/selectors';
import { CATEGORY, useChannel, useGuild, useInheritedLevel, useNotificationSetting } from '@/store/selectors';
import { Dialog, DialogBody } from '@/ui/dialog/Dialog';
import { type CardChoice, RadioCards } from '@/ui/radio-cards/RadioCards';
import { Switch } from '@/ui/switch/Switch';
import { showToast } from '@/ui/toast/toast';
import { MuteChoice } from './MuteChoice';

interface Props {
  isOpen: boolean;
  /** The place that is edited. It stays while the dialog fades out. */
  scopeId: string | null;
  onClose: () => void;
}

type Kind = 'guild' | 'category' | 'channel' | 'dm';
type Choice = NonNullable<NotificationSetting['level']> | 'inherit';

export function NotificationDialog({ isOpen, scopeId, onClose }: Props) {
  const text = useText();
  const place = usePlace(scopeId);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('notify.title', { place: place.name })}>
      <DialogBody>
        {scopeId !== null && <Choices key={scopeId} scopeId={scopeId} kind={place.kind} />}
      </DialogBody>
    </Dialog>
  );
}

function usePlace(scopeId: string | null): { kind: Kind; name: string } {
  const channel = useChannel(scopeId ?? undefined);
  const guild = useGuild(scopeId ?? undefined);
  const dmName = useDmName(scopeId ?? undefined);
  if (guild !== undefined) return { kind: 'guild', name: guild.name };
  if (channel === undefined) return { kind: 'dm', name: dmName };
  if (channel.type === CATEGORY) return { kind: 'category', name: channel.name };
  return { kind: 'channel', name: `#${channel.name}` };
}

function Choices({ scopeId, kind }: { scopeId: string; kind: Kind }) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const setting = useNotificationSetting(scopeId);
  const inherited = useInheritedLevel(scopeId);
  const inherits = kind === 'channel' || kind === 'category';
  const change = async (part: Parameters<typeof changeNotifications>[2]) => {
    try {
      await changeNotifications(client, scopeId, part);
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return (
    <>
      <MuteChoice setting={setting} onChange={(part) => void change(part)} />
      <RadioCards<Choice>
        label={text('notify.level')}
        choices={choicesFor(kind, inherited, text)}
        value={setting.level ?? (inherits ? 'inherit' : inherited)}
        onChange={(level) => void change({ level: level === 'inherit' ? null : level })}
      />
      {kind !== 'dm' && (
        <div>
          <Switch
            label={text('notify.suppressEveryone')}
            isSelected={setting.suppress_everyone}
            onChange={(suppress_everyone) => void change({ suppress_everyone })}
          />
          <Switch
            label={text('notify.suppressRoles')}
            isSelected={setting.suppress_roles}
            onChange={(suppress_roles) => void change({ suppress_roles })}
          />
        </div>
      )}
    </>
  );
}

function choicesFor(kind: Kind, inherited: NonNullable<NotificationSetting['level']>, text: Text) {
  const choice = (id: NonNullable<NotificationSetting['level']>): CardChoice<Choice> => ({
    id,
    title: text(`notify.level.${id}`),
    words: text(`notify.level.${id}.words`),
  });
  const own = kind === 'dm' ? [choice('all'), choice('nothing')] : LEVELS.map(choice);
  if (kind === 'guild' || kind === 'dm') return own;
  const as = text(`notify.level.${inherited}`);
  const inherit: CardChoice<Choice> = {
    id: 'inherit',
    title: text('notify.level.inherit'),
    words: text('notify.level.inherit.words', { level: as }),
  };
  return [inherit, ...own];
}

const LEVELS = ['all', 'mentions', 'nothing'] as const;
