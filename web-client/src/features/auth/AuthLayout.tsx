/** The page around signing in: logo, card, and choice of language. */
import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { LOCALES, localeStore, T, useText } from '@/i18n';
import { Button } from '@/ui/button/Button';
import styles from './AuthLayout.module.css';

interface Props {
  title: ReactNode;
  words?: ReactNode;
  children: ReactNode;
}

export function AuthLayout({ title, words, children }: Props) {
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <p className={styles.brand}>
          <span className={styles.mark} aria-hidden="true">
            <MessagesSquare />
          </span>
          ChatSpace
        </p>
        <div className={styles.card}>
          <header className={styles.header}>
            <h1 className={styles.title}>{title}</h1>
            {Boolean(words) && <p className={styles.words}>{words}</p>}
          </header>
          {children}
        </div>
      </main>
      <footer className={styles.footer}>
        <LanguageSwitch />
      </footer>
    </div>
  );
}

function LanguageSwitch() {
  const text = useText();
  const current = useStore(localeStore, (state) => state.locale);
  return (
    <fieldset className={styles.languages}>
      <legend className={styles.legend}>{text('auth.language')}</legend>
      {LOCALES.map((locale) => (
        <Button
          key={locale}
          variant={locale === current ? 'soft' : 'quiet'}
          size="small"
          aria-pressed={locale === current}
          onPress={() => localeStore.setState({ locale })}
        >
          <span lang={locale}>
            <T id={`language.${locale}`} />
          </span>
        </Button>
      ))}
    </fieldset>
  );
}
