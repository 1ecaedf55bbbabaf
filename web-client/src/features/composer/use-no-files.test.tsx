import { fireEvent, screen } from '@testing-library/react';
import { show } from '@tests/screen';
import { describe, expect, it } from 'vitest';
import { useNoFiles } from './use-no-files';

function Page() {
  useNoFiles();
  return <textarea aria-label="field" />;
}

const SAYS = 'Files can’t be sent yet';
const field = () => screen.getByRole('textbox');
const files = { types: ['Files'] };
const both = { types: ['text/plain', 'Files'] };

describe('a file, before files can be sent', () => {
  it('says so when it is dropped, and does not take the page away', async () => {
    await show(<Page />, 'en');
    expect(fireEvent.dragOver(field(), { dataTransfer: files })).toBe(false);
    expect(fireEvent.drop(field(), { dataTransfer: files })).toBe(false);
    expect(await screen.findByText(SAYS)).toBeVisible();
  });

  it('says so when it is pasted', async () => {
    await show(<Page />, 'en');
    expect(fireEvent.paste(field(), { clipboardData: files })).toBe(false);
    expect(await screen.findByText(SAYS)).toBeVisible();
  });

  it('gives way to text that comes with an image of itself', async () => {
    await show(<Page />, 'en');
    expect(fireEvent.paste(field(), { clipboardData: both })).toBe(true);
    expect(screen.queryByText(SAYS)).toBeNull();
  });
});
