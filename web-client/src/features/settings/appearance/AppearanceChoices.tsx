/** Theme, text size, language: previewed, and applied at once. */
import { Monitor } from 'lucide-react';
import { Label } from 'react-aria-components/Label';
import { RadioGroup } from 'react-aria-components/RadioGroup';
import { useStore } from 'zustand';
import { LOCALES, localeStore, T, useText } from '@/i18n';
import { isLocale } from '@/i18n/locale';
import { appearance, TEXT_SIZES_PX, THEMES, type Theme } from '@/lib/appearance';
import { ChoiceCard } from '@/ui/radio-cards/ChoiceCard';
import { Slider } from '@/ui/slider/Slider';
import styles from '../Settings.module.css';

function isTheme(value: string): value is Theme {
  return THEMES.some((theme) => theme === value);
}

export function ThemeChoice() {
  const text = useText();
  const theme = useStore(appearance, (state) => state.theme);
  return (
    <RadioGroup
      className={styles.group}
      value={theme}
      onChange={(value) => isTheme(value) && appearance.setState({ theme: value })}
    >
      <Label className={styles.label}>{text('settings.theme')}</Label>
      <div className={styles.cards}>
        {THEMES.map((one) => (
          <ChoiceCard key={one} value={one} className={styles.card}>
            <span className={styles.preview} data-preview={one} aria-hidden="true">
              {one === 'system' ? <Monitor /> : <i />}
            </span>
            <T id={`settings.theme.${one}`} />
          </ChoiceCard>
        ))}
      </div>
    </RadioGroup>
  );
}

export function TextSizeChoice() {
  const text = useText();
  const size = useStore(appearance, (state) => state.textSize);
  return (
    <div className={styles.group}>
      <Slider
        label={text('settings.textSize')}
        output={text('settings.textSize.value', { size })}
        value={size}
        minValue={TEXT_SIZES_PX.least}
        maxValue={TEXT_SIZES_PX.most}
        onChange={(value) => appearance.setState({ textSize: value })}
      />
      <p className={styles.sample}>
        <T id="settings.textSize.sample" />
      </p>
    </div>
  );
}

export function LanguageChoice() {
  const text = useText();
  const locale = useStore(localeStore, (state) => state.locale);
  return (
    <RadioGroup
      className={styles.group}
      aria-label={text('settings.language')}
      value={locale}
      onChange={(value) => isLocale(value) && localeStore.setState({ locale: value })}
    >
      <div className={styles.cards}>
        {LOCALES.map((one) => (
          <ChoiceCard key={one} value={one} className={styles.card}>
            <span lang={one}>
              <T id={`language.${one}`} />
            </span>
          </ChoiceCard>
        ))}
      </div>
    </RadioGroup>
  );
}
