/**
 * Error boundary around everything rendered from user or server data. Falls back to the plain text; the rest
 * of the page is not affected. Retries when the text, or what `of` names, changes.
 */
import { Component, type ReactNode } from 'react';

interface Props {
  /** The fallback, character by character. */
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
