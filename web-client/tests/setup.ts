/** Runs before every test file: matchers, and clean-up of what a test rendered. */
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { startModality } from '@/keyboard/modality';

// A busy machine is slow.
configure({ asyncUtilTimeout: 5_000 });

startModality();
afterEach(cleanup);
