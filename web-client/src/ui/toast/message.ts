/** The content of a toast. */
export interface ToastMessage {
  text: string;
  /** A button beside the text: undo. */
  /** Until it is dismissed. */
  stays?: boolean;
  action?: { text: string; onPress: () => void };
}
