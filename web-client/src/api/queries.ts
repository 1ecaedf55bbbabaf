/** Query and mutation options for TanStack Query; the same calls as `api/index`. */
import './client';

export * from './gen/@tanstack/react-query.gen';
