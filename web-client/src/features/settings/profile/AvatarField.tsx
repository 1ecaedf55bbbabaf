/** The avatar of the current user. */
import { type CurrentUser, updateCurrentUser, uploadAvatar } from '@/api';
import { httpOf } from '@/api/http';
import { storeUser } from '@/api/session';
import { useClient } from '@/client/context';
import { useText } from '@/i18n';
import { userAvatar } from '@/lib/images';
import { displayName } from '@/store/selectors';
import { ImageField } from '@/ui/image-field/ImageField';
import { showToast } from '@/ui/toast/toast';

export function AvatarField({ me }: { me: CurrentUser }) {
  const client = useClient();
  const text = useText();
  const store = ({ data }: { data: CurrentUser }) => {
    storeUser(client, data);
    showToast({ text: text('common.saved') });
  };
  return (
    <ImageField
      label={text('settings.avatar')}
      id={me.id}
      name={displayName(me)}
      src={userAvatar(client, me, 64)}
      onUpload={async (file) =>
        store(await uploadAvatar({ client: httpOf(client), body: { file }, throwOnError: true }))
      }
      onRemove={async () =>
        store(await updateCurrentUser({ client: httpOf(client), body: { avatar: null }, throwOnError: true }))
      }
    />
  );
}
