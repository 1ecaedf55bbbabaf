/** The client under test, which `show` and `render` provide. */
import { createClient } from '@/client/client';
import { eventHandlers } from '@/features/registry';

export const client = createClient({ url: 'http://localhost' }, async () => eventHandlers);
