/** The sound of a notification, synthesised here: two soft notes, the second a fourth above the first. */
const NOTES_HZ = [587.33, 783.99] as const;
const APART_S = 0.11;
const LENGTH_S = 0.5;
const LOUDNESS = 0.14;

let context: AudioContext | null = null;

/** Silent if the browser blocks sound, as before the first press on the page. */
export async function playSound(): Promise<void> {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  const start = context.currentTime + 0.02;
  NOTES_HZ.forEach((pitch, index) => {
    if (context !== null) play(context, pitch, start + index * APART_S);
  });
}

/** A struck bar: it starts at once and fades, with a quiet octave in it. */
function play(audio: AudioContext, pitch: number, start: number): void {
  const loudness = audio.createGain();
  loudness.connect(audio.destination);
  loudness.gain.setValueAtTime(0.0001, start);
  loudness.gain.exponentialRampToValueAtTime(LOUDNESS, start + 0.012);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S);
  for (const [times, share] of [
    [1, 1],
    [2, 0.22],
  ] as const) {
    const tone = audio.createOscillator();
    const part = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = pitch * times;
    part.gain.value = share;
    tone.connect(part).connect(loudness);
    tone.start(start);
    tone.stop(start + LENGTH_S);
  }
}
