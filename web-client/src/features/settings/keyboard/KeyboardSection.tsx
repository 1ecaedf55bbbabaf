/** All shortcuts with their keys on this device: each can be changed, and all can be reset. */
import { T } from '@/i18n';
import { actions, BINDINGS, SCOPES } from '@/keyboard/bindings';
import { resetAllKeys, useCustomKeys } from '@/keyboard/custom-keys';
import { Button } from '@/ui/button/Button';
import { Card } from '@/ui/card/Card';
import styles from './Keyboard.module.css';
import { ShortcutRow } from './ShortcutRow';

export function KeyboardSection() {
  const chosen = useCustomKeys();
  return (
    <>
      <Card title="settings.keyboard" words={<T id="settings.keyboard.words" />}>
        <div>
          <Button isDisabled={Object.keys(chosen).length === 0} onPress={resetAllKeys}>
            <T id="settings.keyboard.resetAll" />
          </Button>
        </div>
      </Card>
      {SCOPES.map((scope) => (
        <Card key={scope} title={`shortcuts.${scope}`}>
          <ul className={styles.list}>
            {actions()
              .filter((action) => BINDINGS[action].scope === scope)
              .map((action) => (
                <ShortcutRow key={action} action={action} />
              ))}
          </ul>
        </Card>
      ))}
    </>
  );
}
