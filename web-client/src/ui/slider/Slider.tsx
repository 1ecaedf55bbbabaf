/** A number within a range, by pointer or arrow keys; label on the left, current value on the right. */
import { Label } from 'react-aria-components/Label';
import {
  Slider as AriaSlider,
  SliderOutput,
  type SliderProps,
  SliderThumb,
  SliderTrack,
} from 'react-aria-components/Slider';
import styles from './Slider.module.css';

interface Props extends Omit<SliderProps<number>, 'className' | 'style' | 'children'> {
  label: string;
  /** In words; the number itself where this is missing. */
  output?: string;
}

export function Slider({ label, output, ...rest }: Props) {
  return (
    <AriaSlider {...rest} className={styles.slider}>
      <Label className={styles.label}>{label}</Label>
      <SliderOutput className={styles.output}>{output}</SliderOutput>
      <SliderTrack className={styles.track}>
        <SliderThumb className={styles.thumb} />
      </SliderTrack>
    </AriaSlider>
  );
}
