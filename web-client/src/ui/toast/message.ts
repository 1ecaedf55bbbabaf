/** What a toast says. */
export interface ToastMessage {
  text: string;
  /** Something to press beside the words: undo. */
  /** Until it is dealt with. */
  stays?: boolean;
  action?: { text: string; onPress: () => void };
}
