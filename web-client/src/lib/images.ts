/** Addresses of images that the server keeps; null where there is none. */
interface WithIcon {
  id: string;
  icon: string | null;
}

interface WithAvatar {
  id: string;
  avatar: string | null;
}

/** The pixels to ask for: twice the place, for dense screens, in steps, so that one image serves places that are alike. */
function pixels(place: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(32, place * 2)));
}

/** `place` is the side of the square it fills, in CSS pixels. */
export const guildIcon = ({ id, icon }: WithIcon, place = 44): string | null =>
  icon === null ? null : `/cdn/icons/${id}/${icon}.webp?size=${pixels(place)}`;

/** Of a group of direct messages. */
export const channelIcon = ({ id, icon }: WithIcon, place = 40): string | null =>
  icon === null ? null : `/cdn/channel-icons/${id}/${icon}.webp?size=${pixels(place)}`;

export const userAvatar = ({ id, avatar }: WithAvatar, place = 40): string | null =>
  avatar === null ? null : `/cdn/avatars/${id}/${avatar}.webp?size=${pixels(place)}`;
