/**
 * System notifications and the sound, on this device. The browser asks for permission only after a press
 * here.
 */
import { useState } from 'react';
import { useStore } from 'zustand';
import { T, useText } from '@/i18n';
import { noticeSettings } from '@/lib/notice-settings';
import { playSound } from '@/lib/sound';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import { Notice } from '@/ui/notice/Notice';
import { Switch } from '@/ui/switch/Switch';
import styles from '../Settings.module.css';

type Permission = NotificationPermission | 'unsupported';

const permission = (): Permission =>
  typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;

export function DeviceCard() {
  const text = useText();
  const { desktop, sound } = useStore(noticeSettings);
  const [permitted, setPermitted] = useState(permission);
  const [refused, setRefused] = useState(false);

  const choose = async (wanted: boolean) => {
    const answer = wanted && permitted === 'default' ? await Notification.requestPermission() : permitted;
    setPermitted(answer);
    setRefused(wanted && answer === 'denied');
    noticeSettings.setState({ desktop: wanted && answer === 'granted' });
  };

  return (
    <Card title="settings.notifications.device">
      <div>
        <Switch
          label={text('settings.notifications.desktop')}
          isSelected={desktop && permitted === 'granted'}
          isDisabled={permitted === 'unsupported'}
          onChange={(wanted) => void choose(wanted)}
        />
        <p className={styles.words}>
          <T
            id={
              permitted === 'unsupported'
                ? 'settings.notifications.unsupported'
                : 'settings.notifications.desktop.words'
            }
          />
        </p>
        {refused && (
          <Notice tone="danger">
            <T id="settings.notifications.denied" />
          </Notice>
        )}
      </div>
      <div className={styles.row}>
        <div className={styles.rowText}>
          <Switch
            label={text('settings.notifications.sound')}
            isSelected={sound}
            onChange={(wanted) => noticeSettings.setState({ sound: wanted })}
          />
        </div>
        <Button size="small" onPress={() => void playSound()}>
          <T id="settings.notifications.sound.try" />
        </Button>
      </div>
    </Card>
  );
}
