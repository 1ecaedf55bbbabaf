/** Mounts the application. The only file that touches the page's root element. */
import '@fontsource-variable/onest';
import './ui/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { followSession, startWorkerLater } from './app/live';
import { startAppearance } from './lib/appearance';
import { startLinks } from './lib/link-token';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
startLinks();
startAppearance();
followSession();
startWorkerLater();
createRoot(root).render(<App />);
