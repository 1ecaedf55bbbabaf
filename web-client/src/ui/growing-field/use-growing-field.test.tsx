import { render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { useGrowingField } from './use-growing-field';

function Field({ content }: { content: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowingField(field, content);
  return <textarea ref={field} aria-label="words" value={content} readOnly />;
}

/** A line is 20 px high in jsdom. */
function withLines(): void {
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return 20 * ((this as HTMLTextAreaElement).value ?? '').split('\n').length;
  });
}

afterEach(() => vi.restoreAllMocks());

it('is as high as its lines where the browser does not see to it', () => {
  vi.stubGlobal('CSS', { supports: () => false });
  withLines();
  const { rerender } = render(<Field content="one" />);
  expect(screen.getByLabelText('words')).toHaveStyle({ height: '20px' });
  rerender(<Field content={'one\ntwo\nthree'} />);
  expect(screen.getByLabelText('words')).toHaveStyle({ height: '60px' });
  rerender(<Field content="one" />);
  expect(screen.getByLabelText('words')).toHaveStyle({ height: '20px' });
  vi.unstubAllGlobals();
});
