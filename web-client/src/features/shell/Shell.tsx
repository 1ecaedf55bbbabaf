/**
 * The grid of the window: rail, channels, conversation, members. A phone shows one panel at a time; which one is a
 * matter of the address, so that the system's back key works. A tablet shows members as a sheet on the right.
 *
 * Invariant: landmarks and `data-region` marks stand here and nowhere else, so F6 and screen readers agree.
 */
import type { ReactNode } from 'react';
import { T, useText } from '@/i18n';
import { focusRegion } from '@/keyboard/regions';
import { type Layout, useLayout } from '@/ui/layout/use-layout';
import { VisuallyHidden } from '@/ui/visually-hidden/VisuallyHidden';
import styles from './Shell.module.css';

export type PanelName = 'channels' | 'conversation' | 'members';

interface Props {
  /** The panel a phone shows. */
  shown: PanelName;
  /** What the page is about while a phone shows no conversation: its only heading of the first level then. */
  title: string;
  rail: ReactNode;
  channels: ReactNode;
  /** What stands in the list beside the rail. */
  channelsLabel: string;
  /** Below rail and channels: who one is, the way to settings. */
  person: ReactNode;
  banner: ReactNode;
  conversation: ReactNode;
  /** Undefined when there is none or it is put away. */
  members?: ReactNode;
  membersLabel: string;
}

const isVisible = (panel: PanelName, shown: PanelName, layout: Layout) =>
  layout !== 'phone' || panel === shown;

export function Shell({
  shown,
  title,
  rail,
  channels,
  person,
  banner,
  conversation,
  members,
  ...label
}: Props) {
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
          <section className={styles.person} aria-label={text('shell.person')}>
            {person}
          </section>
        </Main>
      )}
      {isVisible('conversation', shown, layout) && (
        <main className={styles.conversation} aria-label={text('shell.conversation')}>
          {banner}
          {conversation}
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

/** The page's main part where the conversation is not shown; elsewhere only a box. */
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
