/** Files and embedded content of a message, as links. Bots may send what this client does not draw. */
import { Paperclip } from 'lucide-react';
import type { Message } from '@/api/gen';
import { useText } from '@/i18n';
import { safeUrl } from '@/markdown/url';
import styles from './Message.module.css';

export function Attachments({ message }: { message: Message }) {
  const text = useText();
  if (message.attachments.length === 0 && message.embeds.length === 0) return null;
  return (
    <ul className={styles.attachments}>
      {message.attachments.map((file) => {
        const href = typeof file.url === 'string' ? safeUrl(file.url) : null;
        const label = text('timeline.attachment', { name: String(file.filename) });
        return (
          <li key={file.id}>
            <Paperclip aria-hidden="true" />
            {href === null ? (
              label
            ) : (
              <a href={href} target="_blank" rel="noopener noreferrer nofollow">
                {label}
              </a>
            )}
          </li>
        );
      })}
      {message.embeds.length > 0 && <li>{text('timeline.embed')}</li>}
    </ul>
  );
}
