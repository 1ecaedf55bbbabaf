/**
 * Around everything that is drawn from what a person or a server said. What cannot be drawn is shown as the text it
 * is, in its place; the rest of the page stays. It tries again when the text, or what `of` names, is another.
 */
import { Component, type ReactNode } from 'react';

interface Props {
  /** What is shown instead, character by character. */
  text?: string;
  of?: unknown;
  children: ReactNode;
}

interface State {
  failed: boolean;
  text: string | undefined;
  of: unknown;
}

export class Guarded extends Component<Props, State> {
  override state: State = { failed: false, text: this.props.text, of: this.props.of };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ text, of }: Props, state: State): State | null {
    return text === state.text && of === state.of ? null : { failed: false, text, of };
  }

  override render(): ReactNode {
    return this.state.failed ? <bdi>{this.props.text ?? ''}</bdi> : this.props.children;
  }
}
