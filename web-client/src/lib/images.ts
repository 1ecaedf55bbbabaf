/** Addresses of pictures that the server keeps; null where there is none. */
interface WithIcon {
  id: string;
  icon: string | null;
}

interface WithAvatar {
  id: string;
  avatar: string | null;
}

export const guildIcon = ({ id, icon }: WithIcon): string | null =>
  icon === null ? null : `/cdn/icons/${id}/${icon}.webp`;

export const userAvatar = ({ id, avatar }: WithAvatar): string | null =>
  avatar === null ? null : `/cdn/avatars/${id}/${avatar}.webp`;
