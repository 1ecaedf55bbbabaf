import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Form } from 'react-aria-components/Form';
import { describe, expect, it } from 'vitest';
import { Messages } from '@/i18n';
import uk from '@/i18n/uk.json';
import { TextField } from './TextField';

const open = (problems: Record<string, string> = {}) =>
  render(
    <Messages locale="uk" messages={uk}>
      <Form validationErrors={problems} onSubmit={(event) => event.preventDefault()}>
        <TextField name="code" label="Код" isRequired />
        <button type="submit">Далі</button>
      </Form>
    </Messages>,
  );

describe('a problem of a field', () => {
  it('that the server found goes with the first character, not when the field is left', async () => {
    open({ code: 'Код неправильний' });
    expect(screen.getByText('Код неправильний')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Код'), '1');
    expect(screen.queryByText('Код неправильний')).toBeNull();
    expect(screen.getByLabelText('Код')).toHaveFocus();
  });

  it('that the browser found stays until it is solved', async () => {
    open();
    await userEvent.click(screen.getByRole('button', { name: 'Далі' }));
    expect(screen.getByText('Заповніть це поле.')).toBeVisible();
    await userEvent.type(screen.getByLabelText('Код'), '1');
    expect(screen.queryByText('Заповніть це поле.')).toBeNull();
    await userEvent.keyboard('{Backspace}');
    // It is not validated again before the user is done.
    expect(screen.queryByText('Заповніть це поле.')).toBeNull();
  });
});
