/** The keyboard map, searchable. Its rows are the table of bindings. */
import { Search } from 'lucide-react';
import { useState } from 'react';
import { T, useText } from '@/i18n';
import { Dialog, DialogBody } from '@/ui/dialog/Dialog';
import { TextField } from '@/ui/text-field/TextField';
import { actions, BINDINGS, SCOPES } from './bindings';
import { keysOf } from './custom-keys';
import { Keys } from './Keys';
import styles from './ShortcutsDialog.module.css';

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const text = useText();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLocaleLowerCase();

  const groups = SCOPES.map((scope) => ({
    scope,
    rows: actions()
      .map((action) => ({ ...BINDINGS[action], keys: keysOf(action) }))
      .filter(
        (binding) => binding.scope === scope && text(binding.label).toLocaleLowerCase().includes(wanted),
      ),
  })).filter((group) => group.rows.length > 0);

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('shortcuts.title')} size="wide" worksOffline>
      <DialogBody>
        <p className={styles.words}>
          <T id="shortcuts.words" />
        </p>
        <TextField
          label={text('shortcuts.filter')}
          value={filter}
          onChange={setFilter}
          prefix={<Search aria-hidden="true" />}
          autoFocus
        />
        {groups.length === 0 && <p className={styles.words}>{text('shortcuts.none')}</p>}
        {groups.map(({ scope, rows }) => (
          <section key={scope}>
            <h3 className={styles.group}>
              <T id={`shortcuts.${scope}`} />
            </h3>
            <dl className={styles.list}>
              {rows.map((binding) => (
                <div key={binding.label} className={styles.row}>
                  <dt>
                    <T id={binding.label} />
                  </dt>
                  <dd>
                    <Keys sequences={binding.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}
