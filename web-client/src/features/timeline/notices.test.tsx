import { screen } from '@testing-library/react';
import { render } from '@tests/render';
import { aMessage, aUser } from '@tests/wire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { idAt } from '@/lib/ids';
import { DaySeparator } from './Separators';
import { SystemLine } from './SystemLine';

const JOINED = 7;
const NOW = new Date(2026, 9, 14, 12);
const taras = aUser('taras', { global_name: 'Тарас' });

const messageAt = (time: Date) => aMessage('1', taras, '', { type: JOINED, id: idAt(time.getTime()) });

afterEach(() => vi.useRealTimers());

describe('a notice that somebody joined', () => {
  it.each([
    ['en', 'Тарас joined the server'],
    ['uk', 'Тарас приєднується до сервера'],
  ] as const)('is one line with an icon and the time (%s)', (locale, words) => {
    const message = messageAt(NOW);
    const { container } = render(
      <SystemLine id="heading" message={message} guildId="5" author="Тарас" />,
      locale,
    );
    const line = container.querySelector('p');
    expect(line).toHaveTextContent(`${words} 12:00`);
    expect(container.querySelector('svg.lucide-user-plus')).toHaveAttribute('aria-hidden', 'true');
    expect(screen.getByRole('heading', { level: 3 })).toHaveTextContent('Тарас');
    expect(container.querySelector('button, img')).toBeNull();
  });
});

describe('the line of a day', () => {
  it.each([
    ['en', 0, 'Today'],
    ['en', 1, 'Yesterday'],
    ['uk', 0, 'Сьогодні'],
    ['uk', 1, 'Учора'],
  ] as const)('names the last two (%s, %d days ago)', (locale, ago, word) => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    render(<DaySeparator message={messageAt(new Date(2026, 9, 14 - ago, 9))} />, locale);
    expect(screen.getByText(word)).toHaveAttribute('title', expect.stringContaining('2026'));
  });

  it('has the date of those before', () => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
    render(<DaySeparator message={messageAt(new Date(2026, 9, 12, 9))} />);
    expect(screen.getByText(/^Monday,? 12 October 2026$/)).toBeVisible();
  });
});
