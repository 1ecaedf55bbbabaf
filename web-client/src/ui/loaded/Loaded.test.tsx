import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { show } from '@tests/screen';
import { describe, expect, it, vi } from 'vitest';
import { Loaded } from './Loaded';

const list = (data: string[] | undefined, error: unknown = null, refetch = vi.fn()) => (
  <Loaded query={{ data, error, refetch }} failureOf={String} waiting={<p>waiting</p>} empty={<p>nothing</p>}>
    {(items) => <p>{items.join()}</p>}
  </Loaded>
);

describe('a list that is fetched', () => {
  it('keeps its place while it comes', async () => {
    await show(list(undefined));
    expect(screen.getByText('waiting')).toBeVisible();
    expect(screen.queryByText('nothing')).toBeNull();
  });

  it('says that there is nothing in it', async () => {
    await show(list([]));
    expect(screen.getByText('nothing')).toBeVisible();
  });

  it('can be tried again', async () => {
    const refetch = vi.fn();
    await show(list(undefined, 'broken', refetch), 'en');
    expect(screen.getByRole('alert')).toHaveTextContent('broken');
    expect(screen.queryByText('waiting')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it('stays on the screen while newer fails to come', async () => {
    await show(list(['a', 'b'], 'broken'));
    expect(screen.getByText('a,b')).toBeVisible();
    expect(screen.getByRole('alert')).toBeVisible();
  });
});
