/** The client under test: the one that `show` and `render` give to what they draw. */
import { createClient } from '@/client/client';
import { eventHandlers } from '@/features/registry';

export const client = createClient({ url: 'http://localhost' }, async () => eventHandlers);
