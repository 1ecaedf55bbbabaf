/**
 * A dialog whose code is not needed for the first screen. It is fetched when the page is idle, at the latest
 * when it opens; until then nothing is rendered.
 */
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';

interface Openable {
  isOpen: boolean;
}

/** Long enough for the first messages to be on the screen. */
const IDLE_AFTER_MS = 3_000;

export function onDemand<Props extends Openable>(load: () => Promise<ComponentType<Props>>) {
  const fetched = async () => ({ default: await load() });
  const Part = lazy(fetched);

  function OnDemand(props: Props) {
    const [wanted, setWanted] = useState(false);
    if (props.isOpen && !wanted) setWanted(true);
    useEffect(() => {
      // Without the server the window is fetched again when it opens.
      const timer = setTimeout(() => void load().catch(() => undefined), IDLE_AFTER_MS);
      return () => clearTimeout(timer);
    }, []);
    if (!wanted) return null;
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  }
  return OnDemand;
}
