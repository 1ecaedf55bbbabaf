/** Push notifications: this device, their content, and all devices that receive them. */
import { useQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useRef } from 'react';
import { ApiError } from '@/api/errors';
import type { PushSubscription } from '@/api/gen';
import { queryClient } from '@/api/queries';
import type { Client } from '@/client/client';
import { useClient } from '@/client/context';
import { changeSettings } from '@/gateway';
import { T, useText } from '@/i18n';
import { useFailureText } from '@/i18n/failures';
import { useSettings } from '@/store/dms/selectors';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { useAction } from '@/ui/form/use-action';
import { Loaded } from '@/ui/loaded/Loaded';
import { Notice } from '@/ui/notice/Notice';
import { Switch } from '@/ui/switch/Switch';
import { showToast } from '@/ui/toast/toast';
import { When } from '../devices/When';
import styles from '../Settings.module.css';
import {
  canReceivePushes,
  listDevices,
  NotSubscribed,
  removeDevice,
  subscribeHere,
  unsubscribeHere,
} from './push-device';

const DEVICES = ['push-subscriptions'];
const NOT_FOUND = 404;

const refresh = (client: Client) => queryClient(client).invalidateQueries({ queryKey: DEVICES });

export function PushCard() {
  const client = useClient();
  const failureText = useFailureText();
  const devices = useQuery(
    { queryKey: DEVICES, queryFn: () => listDevices(client), staleTime: 0 },
    queryClient(client),
  );
  const isOff = devices.error instanceof ApiError && devices.error.status === NOT_FOUND;
  return (
    <Card title="settings.push" words={<T id="settings.push.words" />}>
      {isOff ? (
        <p className={styles.words}>
          <T id="settings.push.off" />
        </p>
      ) : (
        <Loaded query={devices} failureOf={failureText}>
          {(found) => (
            <>
              <HereSwitch isOn={found.some(({ current }) => current)} />
              <TextSwitch />
              <Devices devices={found} />
            </>
          )}
        </Loaded>
      )}
    </Card>
  );
}

function HereSwitch({ isOn }: { isOn: boolean }) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const change = useAction({
    failureOf: (thrown) =>
      thrown instanceof NotSubscribed
        ? text(thrown.denied ? 'settings.notifications.denied' : 'settings.push.failed')
        : failureText(thrown),
    work: async () => {
      await (isOn ? unsubscribeHere(client) : subscribeHere(client));
      await refresh(client);
    },
  });
  if (!canReceivePushes()) {
    return (
      <p className={styles.words}>
        <T id="settings.push.unsupported" />
      </p>
    );
  }
  return (
    <div>
      <Switch
        label={text('settings.push.here')}
        isSelected={change.pending ? !isOn : isOn}
        isDisabled={change.pending}
        onChange={change.run}
      />
      {change.failure !== undefined && <Notice tone="danger">{change.failure}</Notice>}
    </div>
  );
}

function TextSwitch() {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const settings = useSettings();
  const change = async (push_text: boolean) => {
    try {
      await changeSettings(client, { push_text });
    } catch (thrown) {
      showToast({ text: failureText(thrown) });
    }
  };
  return (
    <div>
      <Switch
        label={text('settings.push.text')}
        isSelected={settings?.push_text === true}
        isDisabled={settings === null}
        onChange={(wanted) => void change(wanted)}
      />
      <p className={styles.words}>
        <T id="settings.push.text.words" />
      </p>
    </div>
  );
}

function Devices({ devices }: { devices: readonly PushSubscription[] }) {
  // The pressed button is removed with its row.
  const list = useRef<HTMLUListElement>(null);
  return (
    <div>
      <h3 className={styles.label}>
        <T id="settings.push.devices" />
      </h3>
      {devices.length === 0 && (
        <p className={styles.words}>
          <T id="settings.push.devices.none" />
        </p>
      )}
      <ul ref={list} className={styles.rows} tabIndex={-1}>
        {devices.map((device) => (
          <Device key={device.id} device={device} onRemoved={() => list.current?.focus()} />
        ))}
      </ul>
    </div>
  );
}

function Device({ device, onRemoved }: { device: PushSubscription; onRemoved: () => void }) {
  const client = useClient();
  const text = useText();
  const failureText = useFailureText();
  const remove = useAction({
    failureOf: failureText,
    work: async () => {
      await removeDevice(client, device);
      showToast({ text: text('settings.push.removed') });
      onRemoved();
      await refresh(client);
    },
  });
  return (
    <li className={styles.row}>
      <BellRing aria-hidden="true" />
      <div className={styles.rowText}>
        <div className={styles.rowTitle}>
          {device.endpoint_host}
          {device.current && (
            <span className={styles.tag}>
              <T id="settings.sessions.current" />
            </span>
          )}
        </div>
        <div className={styles.words}>
          <When time={device.created_at} />
        </div>
        {remove.failure !== undefined && <Notice tone="danger">{remove.failure}</Notice>}
      </div>
      <Button
        size="small"
        isPending={remove.pending}
        aria-label={text('settings.push.remove.label', { host: device.endpoint_host })}
        onPress={remove.run}
      >
        <T id="settings.push.remove" />
      </Button>
    </li>
  );
}
