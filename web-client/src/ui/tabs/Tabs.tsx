/** Tabbed panels. */
import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import styles from './Tabs.module.css';

interface TabOf {
  id: string;
  title: string;
  content: ReactNode;
}

export function Tabs({ label, tabs }: { label: string; tabs: readonly TabOf[] }) {
  return (
    <AriaTabs className={styles.tabs}>
      <TabList className={styles.list} aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className={styles.tab}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={styles.panel}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
