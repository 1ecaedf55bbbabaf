/** How the client looks on this device, and its language. Each takes effect at once. */
import { Card } from '@/ui/card/Card';
import { LanguageChoice, TextSizeChoice, ThemeChoice } from './AppearanceChoices';
import { EnterChoice, OpeningChoice } from './BehaviourChoices';

export function AppearanceSection() {
  return (
    <>
      <Card title="settings.appearance">
        <ThemeChoice />
        <TextSizeChoice />
      </Card>
      <Card title="settings.behaviour">
        <OpeningChoice />
        <EnterChoice />
      </Card>
      <Card title="settings.language">
        <LanguageChoice />
      </Card>
    </>
  );
}
