/**
 * The grid of the window: rail, channels, log, members. A phone shows one panel at a time, chosen by the address, so
 * that the system's back key works. A tablet shows members as a sheet on the right.
 *
 * Invariant: landmarks and `data-region` marks are set here and nowhere else, so that F6 and screen readers agree.
 */
import type { ReactNode } from 'react';
import { T, useText } from '@/i18n';
import { focusRegion } from '@/keyboard/regions';
import { type Layout, useLayout } from '@/ui/layout/use-layout';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './Shell.module.css';

export type PanelName = 'channels' | 'main' | 'members';

interface Props {
  /** The panel a phone shows. */
  shown: PanelName;
  /** The title of the page while a phone shows no log: then its only first-level heading. */
  title: string;
  rail: ReactNode;
  channels: ReactNode;
  /** The content of the list beside the rail. */
  channelsLabel: string;
  /** Below rail and channels: the current user, and the way to the settings. */
  person: ReactNode;
  banner: ReactNode;
  main: ReactNode;
  /** Undefined when there is none or it is put away. */
  members?: ReactNode;
  membersLabel: string;
}

const isVisible = (panel: PanelName, shown: PanelName, layout: Layout) =>
  layout !== 'phone' || panel === shown;

export function Shell({ shown, title, rail, channels, person, banner, main, members, ...label }: Props) {
  const text = useText();
  const layout = useLayout();
  return (
    <div className={styles.shell} data-layout={layout}>
      <button type="button" className={styles.skip} onClick={() => focusRegion('composer')}>
        <T id="shell.skip" />
      </button>
      {isVisible('channels', shown, layout) && (
        <Main when={layout === 'phone'} className={styles.side} title={title}>
          <nav className={styles.rail} aria-label={text('shell.rail')} data-region="rail">
            {rail}
          </nav>
          <nav className={styles.channels} aria-label={label.channelsLabel} data-region="channels">
            {channels}
          </nav>
          <section className={styles.person} aria-label={text('shell.user')}>
            {person}
          </section>
        </Main>
      )}
      {isVisible('main', shown, layout) && (
        <main className={styles.main} aria-label={text('shell.chat')}>
          {banner}
          {main}
        </main>
      )}
      {members !== undefined && isVisible('members', shown, layout) && (
        <Main when={layout === 'phone'} className={styles.membersMain} title={title}>
          <aside className={styles.members} aria-label={label.membersLabel} data-region="members">
            {members}
          </aside>
        </Main>
      )}
    </div>
  );
}

interface MainProps {
  when: boolean;
  className: string | undefined;
  title: string;
  children: ReactNode;
}

/** The main landmark if the log is not shown; otherwise a plain box. */
function Main({ when, className, title, children }: MainProps) {
  if (!when) return <div className={className}>{children}</div>;
  return (
    <main className={className}>
      <h1>
        <VisuallyHidden>{title}</VisuallyHidden>
      </h1>
      {children}
    </main>
  );
}
