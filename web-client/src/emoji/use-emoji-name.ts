/** The name of an emoji in the reader's language; until names are loaded the emoji itself, which is read aloud too. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

const bare = (emoji: string) => emoji.replaceAll('\ufe0f', '');

export function useEmojiName(): (emoji: string) => string {
  const language = useIntl().locale.startsWith('uk') ? 'uk' : 'en';
  const [known, setKnown] = useState<readonly { emoji: string; en: string; uk: string }[]>([]);
  useEffect(() => {
    import('@/i18n/emoji.json').then(
      ({ default: groups }) => setKnown(groups.flatMap((group) => group.emoji)),
      () => undefined,
    );
  }, []);
  return (emoji) => known.find((one) => bare(one.emoji) === bare(emoji))?.[language] ?? emoji;
}
