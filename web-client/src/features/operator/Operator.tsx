/** Administration: registration, users, and emails that were not sent. For operators only. */
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Mail, ShieldX, UserPlus, Users } from 'lucide-react';
import type { ComponentType } from 'react';
import { useSession } from '@/api/use-session';
import { T, useText } from '@/i18n';
import { useMe } from '@/store/selectors';
import { LinkButton } from '@/ui/button/LinkButton';
import { EmptyState } from '@/ui/empty-state/EmptyState';
import { WhenOnline } from '@/ui/offline/NeedsConnection';
import { PageTitle } from '@/ui/page-title/PageTitle';
import { ClockNotice } from './ClockNotice';
import { EmailsSection } from './EmailsSection';
import styles from './Operator.module.css';
import { RegistrationSection } from './RegistrationSection';
import { SECTIONS, type Section } from './sections';
import { UsersSection } from './UsersSection';

const PARTS: Record<Section, { icon: ComponentType<{ 'aria-hidden': true }>; Content: ComponentType }> = {
  users: { icon: Users, Content: UsersSection },
  registration: { icon: UserPlus, Content: RegistrationSection },
  emails: { icon: Mail, Content: EmailsSection },
};

export function Operator({ section }: { section: Section }) {
  const text = useText();
  const { user } = useSession();
  const me = useMe() ?? user;
  if (me === null) return null;
  const { Content } = PARTS[section];
  return (
    <div className={styles.page}>
      <PageTitle text={`${text('operator.title')} · ChatSpace`} />
      <header className={styles.header}>
        <Link
          to="/dm"
          className={styles.back}
          aria-label={text('settings.back')}
          title={text('settings.back')}
        >
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 className={styles.title}>
          <T id="operator.title" />
        </h1>
      </header>
      {me.chatspace.operator ? (
        <>
          <Sections current={section} />
          <main className={styles.main}>
            <WhenOnline>
              <ClockNotice />
              <Content key={section} />
            </WhenOnline>
          </main>
        </>
      ) : (
        <main className={styles.main}>
          <NotForYou />
        </main>
      )}
    </div>
  );
}

function Sections({ current }: { current: Section }) {
  const text = useText();
  return (
    <nav className={styles.nav} aria-label={text('operator.sections')}>
      {SECTIONS.map((section) => {
        const { icon: Icon } = PARTS[section];
        return (
          <Link
            key={section}
            to="/operator/$section"
            params={{ section }}
            replace
            className={styles.tab}
            aria-current={section === current ? 'page' : undefined}
          >
            <Icon aria-hidden={true} />
            <T id={`operator.${section}`} />
          </Link>
        );
      })}
    </nav>
  );
}

function NotForYou() {
  const text = useText();
  return (
    <EmptyState
      icon={<ShieldX />}
      title={text('operator.denied.title')}
      actions={
        <LinkButton to="/dm" variant="primary">
          <T id="app.notFound.home" />
        </LinkButton>
      }
    >
      <T id="operator.denied.words" />
    </EmptyState>
  );
}
