/** URLs of images on a server; null without an image. */
interface OfServer {
  server: { url: string };
}

interface WithIcon {
  id: string;
  icon: string | null;
}

interface WithAvatar {
  id: string;
  avatar: string | null;
}

/**
 * The pixels to request: twice the displayed size, for dense screens, in steps, so that similar sizes share
 * one image.
 */
function pixels(place: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(32, place * 2)));
}

const address = ({ server }: OfServer, path: string, place: number): string =>
  `${server.url}/cdn/${path}.webp?size=${pixels(place)}`;

/** `place` is the side of the displayed square, in CSS pixels. */
export const guildIcon = (of: OfServer, { id, icon }: WithIcon, place = 44): string | null =>
  icon === null ? null : address(of, `icons/${id}/${icon}`, place);

/** Of a group DM. */
export const channelIcon = (of: OfServer, { id, icon }: WithIcon, place = 40): string | null =>
  icon === null ? null : address(of, `channel-icons/${id}/${icon}`, place);

export const userAvatar = (of: OfServer, { id, avatar }: WithAvatar, place = 40): string | null =>
  avatar === null ? null : address(of, `avatars/${id}/${avatar}`, place);
