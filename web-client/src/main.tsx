/** Mounts the application. The only file that touches the page's root element. */
import '@fontsource-variable/onest';
import './ui/styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
