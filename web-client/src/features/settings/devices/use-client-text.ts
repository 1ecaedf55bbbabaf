/** The client of a session in words: "Firefox on Linux". */
import { useText } from '@/i18n';
import { clientName } from '@/lib/client-name';

export function useClientText(): (line: string) => string {
  const text = useText();
  return (line) => {
    const { program, system } = clientName(line);
    if (program !== undefined && system !== undefined) {
      return text('settings.devices.client', { program, system });
    }
    return program ?? system ?? text('settings.devices.unknown');
  };
}
