/** What features add to the header of a channel or DM. */
import { type HeaderPartProps, useFeatures } from '@/extensions/feature';

export function FeatureButtons({ channelId }: HeaderPartProps) {
  return useFeatures().map(({ id, InHeader }) => InHeader && <InHeader key={id} channelId={channelId} />);
}
