/** What a toast says. */
export interface ToastMessage {
  text: string;
  /** Something to press beside the words: undo. */
  action?: { text: string; onPress: () => void };
}
