/** One page of settings: account, appearance, language, keyboard, sign out. Each takes effect at once. */
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Keyboard, LogOut } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { signOut } from '@/api/session';
import { type MessageId, T, useText } from '@/i18n';
import { ShortcutsDialog } from '@/keyboard/ShortcutsDialog';
import { Button } from '@/ui/button/Button';
import { AboutSection } from './AboutSection';
import { AccountSection } from './AccountSection';
import { LanguageChoice, TextSizeChoice, ThemeChoice } from './AppearanceChoices';
import styles from './Settings.module.css';

export function Settings() {
  const text = useText();
  const [shortcuts, setShortcuts] = useState(false);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Link
          to="/channels/@me"
          className={styles.back}
          aria-label={text('settings.back')}
          title={text('settings.back')}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 className={styles.title}>
          <T id="settings.title" />
        </h1>
      </header>
      <main className={styles.main}>
        <Section title="settings.account">
          <AccountSection />
        </Section>
        <Section title="settings.appearance">
          <ThemeChoice />
          <TextSizeChoice />
        </Section>
        <Section title="settings.language">
          <LanguageChoice />
        </Section>
        <Section title="settings.keyboard">
          <p className={styles.words}>
            <T id="shortcuts.words" />
          </p>
          <div>
            <Button icon={<Keyboard size={17} aria-hidden="true" />} onPress={() => setShortcuts(true)}>
              <T id="settings.keyboard.show" />
            </Button>
          </div>
        </Section>
        <AboutSection />
        <div className={styles.leave}>
          <Button
            variant="danger"
            icon={<LogOut size={17} aria-hidden="true" />}
            onPress={() => void signOut()}
          >
            <T id="settings.signOut" />
          </Button>
        </div>
      </main>
      <ShortcutsDialog isOpen={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function Section({ title, children }: { title: MessageId; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        <T id={title} />
      </h2>
      {children}
    </section>
  );
}
