/** A menu that opens at the pointer or beside an element; on a phone a sheet at the bottom. Fetched when first needed. */
import { onDemand } from '../on-demand/on-demand';

export const ContextMenu = onDemand(async () => (await import('./context-parts')).ContextMenu);
