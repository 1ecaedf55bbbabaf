/** Mounts the application. The only file that touches the page's root element. */
import '@fontsource-variable/onest';
import './ui/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { followSession, followWorker, startWorkerLater } from './app/live';
import { createClient } from './client/client';
import { startModality } from './keyboard/modality';
import { startAppearance } from './lib/appearance';
import { startLinks } from './lib/link-token';
import { startTrustedTypes } from './lib/trusted-types';
import { startViewport } from './lib/viewport';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
startTrustedTypes();
startLinks();
startAppearance();
startModality();
startViewport();
const client = createClient(
  { url: location.origin },
  async () => (await import('./features/registry')).eventHandlers,
);
followSession(client);
followWorker();
startWorkerLater();
createRoot(root).render(<App client={client} />);
