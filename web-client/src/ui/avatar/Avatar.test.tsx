import { fireEvent } from '@testing-library/react';
import { render } from '@tests/render';
import { expect, it } from 'vitest';
import { Avatar } from './Avatar';

it('shows the image, and initials where there is none', () => {
  const { container, rerender } = render(<Avatar id="7" name="Олена Липа" src="/cdn/avatars/7/a.webp" />);
  expect(container.querySelector('img')).toHaveAttribute('src', '/cdn/avatars/7/a.webp');
  rerender(<Avatar id="7" name="Олена Липа" src={null} />);
  expect(container).toHaveTextContent('ОЛ');
});

it('falls back to initials when the image cannot be had, and tries the next one', () => {
  const { container, rerender } = render(<Avatar id="7" name="Олена" src="/gone.webp" />);
  fireEvent.error(container.querySelector('img') as Element);
  expect(container.querySelector('img')).toBeNull();
  expect(container).toHaveTextContent('О');
  rerender(<Avatar id="7" name="Олена" src="/new.webp" />);
  expect(container.querySelector('img')).toHaveAttribute('src', '/new.webp');
});
