/** Applies the events that begin and resume a gateway session. */
import { withReadyDms } from './dms/events';
import { withAwaitedGuilds, withMe, withPresences } from './entities';
import type { SomeHandlers } from './events';
import { each, id, object } from './normalise';
import { withReadingOf } from './read-states/events';
import { readMe, readPresence } from './users/normalise';

export const sessionHandlers = {
  READY: (state, ready) => {
    const me = readMe(ready.user);
    const ids = each(ready.guilds, (guild) => id(object(guild)?.id));
    const dm = withReadyDms(withAwaitedGuilds(state, ids), ready);
    const next = withPresences(
      withReadingOf(dm, ready.chatspace),
      each(object(ready.chatspace)?.presences, readPresence),
    );
    return me === null ? next : withMe(next, me);
  },
  RESUMED: (state) => state,
} satisfies SomeHandlers;
