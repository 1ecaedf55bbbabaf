/**
 * The settings: a list on the left, one section on the right. A phone shows the list first and each section
 * on a page of its own, with addresses, so that the system's back key works.
 */
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { T, useText } from '@/i18n';
import { classes } from '@/lib/classes';
import { WhenOnline } from '@/ui/offline/NeedsConnection';
import { PageTitle } from '@/ui/page-title/PageTitle';
import { Skeleton } from '@/ui/skeleton/Skeleton';
import styles from './Settings.module.css';
import { SettingsNav } from './SettingsNav';
import { sectionOf } from './sections';

/** `section` comes from the address; without one a wide screen shows the first. */
export function Settings({ section }: { section?: string }) {
  const text = useText();
  const { id, Part, worksOffline } = sectionOf(section);
  const part = useFocusOnChange(section);
  return (
    <div className={styles.page} data-open={section !== undefined}>
      <PageTitle text={`${text(`settings.${id}`)} · ChatSpace`} />
      <header className={styles.header}>
        <Link
          to="/dm"
          className={classes(styles.back, styles.toApp)}
          aria-label={text('settings.back')}
          title={text('settings.back')}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
        <Link
          to="/settings"
          className={classes(styles.back, styles.toList)}
          aria-label={text('settings.toList')}
          title={text('settings.toList')}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 className={styles.title}>
          <T id="settings.title" />
        </h1>
      </header>
      <main className={styles.columns}>
        <SettingsNav current={id} />
        <div ref={part} className={styles.part} tabIndex={-1}>
          <Suspense key={id} fallback={<Skeleton height="16rem" radius="m" />}>
            {worksOffline ? (
              <Part />
            ) : (
              <WhenOnline>
                <Part />
              </WhenOnline>
            )}
          </Suspense>
        </div>
      </main>
    </div>
  );
}

/** On a phone the pressed link is gone with its list: the focus moves to the opened section. */
function useFocusOnChange(section: string | undefined) {
  const part = useRef<HTMLDivElement>(null);
  const before = useRef(section);
  useEffect(() => {
    if (before.current === section) return;
    before.current = section;
    const focused = document.activeElement;
    const isGone = focused === null || focused === document.body || !focused.checkVisibility?.();
    if (section !== undefined && isGone) part.current?.focus();
  }, [section]);
  return part;
}
