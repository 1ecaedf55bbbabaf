/** The client under test: the one that `show` and `render` give to what they draw. */
import { createClient } from '@/client/client';

export const client = createClient({ url: 'http://localhost' });
