/** Every screen, in each theme and language, without findings of axe. */
import { clean } from './support/axe';
import { expect, test } from './support/fixtures';
import { conversation, forgetsPassword } from './support/scenes';
import { LOCALES } from './support/words';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const language of LOCALES) {
  test.describe(`axe finds nothing (${language})`, () => {
    test.describe.configure({ timeout: 180_000 });

    test('before one is in', async ({ server, meet, refuses }) => {
      refuses(400, '/auth/login');
      refuses(404, '/invites/nosuchcode');
      const visitor = await meet('visitor', { language, serviceWorkers: 'allow' });
      const { page, t } = visitor;
      await visitor.open('/register');
      await page.getByText(t('welcome.words')).waitFor();
      await clean(visitor, 'the first registration');

      const api = await server.api.register('olena', 'Olena');
      const guild = await api.createGuild('Book club');
      const [general] = (await api.channels(guild.id)).filter(({ type }) => type === 0);
      const { code } = await api.invite(general?.id ?? '');
      await page.reload();
      await page.getByRole('button', { name: t('auth.register.submit') }).click();
      await page.getByText(t('error.field.required')).first().waitFor();
      await clean(visitor, 'registration with mistakes');
      await visitor.open('/');
      await page.getByRole('button', { name: t('auth.signIn.submit') }).waitFor();
      await clean(visitor, 'sign in');
      await visitor.signIn();
      await page.getByText(t('error.field.login')).waitFor();
      await clean(visitor, 'a wrong password');
      await visitor.open(`/invite/${code}`);
      await page.getByRole('link', { name: t('invite.register') }).waitFor();
      await clean(visitor, 'an invite');
      await visitor.open('/invite/nosuchcode');
      await page.getByText(t('invite.bad.words')).waitFor();
      await clean(visitor, 'an invite that does not work');
      // The server answers 404 there; the page is the service worker's, once it is active.
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await visitor.open('/no/such/page');
      await page.getByText(t('app.notFound.title')).waitFor();
      await clean(visitor, 'no such page');
    });

    test('in a conversation', async ({ server, meet, cable, refuses }) => {
      const { olena, taras, api, guild, channel } = await conversation(server, meet, { language, cable });
      refuses(403, `/channels/${channel}/messages`);
      const { page, t } = taras;
      await clean(taras, 'an empty channel');

      const first = await api.say(channel, 'The first');
      await api.say(
        channel,
        `<@${guild}> @everyone **bold** *italic* ~~gone~~ ||hidden|| \`code\` https://example.org\n> quote\n\`\`\`rust\nfn main() {}\n\`\`\`\n- a\n- b`,
        { message_reference: { message_id: first.id } },
      );
      await taras.says('Mine');
      await olena.sees('Mine');
      await olena.types('typ');
      await taras.typing('Olena').waitFor();
      await taras.message('Mine').hover();
      await clean(taras, 'a conversation');
      await taras.openMenu('Mine');
      await clean(taras, 'the menu of a message');
      await page.getByRole('menuitem', { name: t('timeline.delete') }).click();
      await page.getByRole('alertdialog').waitFor();
      await clean(taras, 'the question before a deletion');
      await page.keyboard.press('Escape');
      await taras.composer.focus();
      await page.keyboard.press('ArrowUp');
      await taras.editor.waitFor();
      await clean(taras, 'editing');
      await page.keyboard.press('Escape');
      await taras.types('@o');
      await page.getByRole('listbox').waitFor();
      await clean(taras, 'choosing whom to mention');
      await taras.composer.fill('');

      cable.cut();
      await taras.says('Not quick enough');
      await taras.banner.waitFor();
      await clean(taras, 'without a connection');
      await api.mayWrite(guild, channel, false);
      cable.mend();
      await page.getByText(t('timeline.notSent.forbidden')).waitFor({ timeout: 30_000 });
      await page.getByText(t('composer.forbidden')).waitFor();
      await clean(taras, 'a message that is refused');
      await taras.open(`/channels/${guild}/1`);
      await page.getByText(t('shell.channelGone.title')).waitFor();
      await clean(taras, 'no such channel');
    });

    test('in dialogs, at home and in the settings', async ({ server, meet }) => {
      await server.api.register('olena', 'Olena');
      const olena = await meet('olena', { language });
      const { page, t } = olena;
      const dialog = page.getByRole('dialog');
      const closes = async () => {
        await page.keyboard.press('Escape');
        await expect(dialog).toBeHidden();
      };
      await olena.open('/');
      await olena.signIn();
      await page.getByRole('main').getByText(t('shell.home.words')).waitFor();
      await clean(olena, 'home');
      await olena.rail.getByRole('button', { name: t('guild.add') }).click();
      await dialog.waitFor();
      await clean(olena, 'a new server');
      await dialog.getByRole('tab', { name: t('guild.join') }).click();
      await dialog.getByLabel(t('guild.join.link')).waitFor();
      await clean(olena, 'joining by invite');
      await closes();

      await olena.createGuild('Book club');
      const fromMenu = async (item: 'channel.create' | 'channel.createCategory' | 'guild.settings') => {
        await page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) }).click();
        await page.getByRole('menuitem', { name: t(item), exact: true }).click();
        await dialog.waitFor();
      };
      await page.getByRole('button', { name: t('guild.menu', { name: 'Book club' }) }).click();
      await page.getByRole('menu').waitFor();
      await clean(olena, 'the menu of a server');
      await page.getByRole('menuitem', { name: t('guild.invite') }).click();
      await expect(dialog.getByRole('textbox', { name: t('inviteDialog.link') })).toHaveValue(/invite/);
      await dialog.getByRole('listitem').first().waitFor();
      await clean(olena, 'an invite');
      await closes();
      await fromMenu('channel.create');
      await clean(olena, 'a new channel');
      await closes();
      await fromMenu('channel.createCategory');
      await dialog.getByLabel(t('channel.categoryName')).fill('Reading');
      await clean(olena, 'a new category');
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await fromMenu('guild.settings');
      await clean(olena, 'the settings of a server');
      await closes();
      await olena.channels.getByRole('link', { name: 'general' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: t('channel.settings') }).click();
      await dialog.waitFor();
      await clean(olena, 'the settings of a channel');
      await closes();

      await olena.open('/');
      await page.getByRole('main').getByText(t('shell.home.pick')).waitFor();
      await clean(olena, 'home with servers');
      await page.getByRole('link', { name: t('shell.settings') }).click();
      await page.getByRole('heading', { level: 1, name: t('settings.title') }).waitFor();
      await clean(olena, 'settings');
      await page.getByRole('link', { name: t('settings.keyboard') }).click();
      await page.getByRole('heading', { name: t('shortcuts.message') }).waitFor();
      await clean(olena, 'shortcuts');
    });

    test('on a profile, and where the installation is run', async ({ server, meet }) => {
      const { olena, api, channel } = await conversation(server, meet, { language });
      const { page, t } = olena;
      await api.say(channel, 'Hello');
      await forgetsPassword(server, 'taras');
      await api.changeProfile({ bio: 'Gardens and books.', custom_status: 'Out in the garden' });
      await olena.message('Hello').getByRole('button', { name: 'Olena' }).click();
      await page.getByText('Gardens and books.').waitFor();
      await clean(olena, 'a profile');
      await page.keyboard.press('Escape');

      const question = page.getByRole('alertdialog');
      await olena.open('/operator/users');
      await page.getByText('@taras').waitFor();
      await clean(olena, 'users');
      await page.getByRole('button', { name: t('operator.actions', { name: 'Taras' }) }).click();
      await page.getByRole('menu').waitFor();
      await clean(olena, 'what can be done about a person');
      await page.getByRole('menuitem', { name: t('operator.disable') }).click();
      await question.waitFor();
      await clean(olena, 'the question before it');
      await question.getByRole('button', { name: t('operator.disable.submit'), exact: true }).click();
      await page.getByText(t('operator.tag.disabled'), { exact: true }).waitFor();
      await clean(olena, 'people, one of them disabled');
      await page.getByRole('button', { name: t('operator.actions', { name: 'Taras' }) }).click();
      await page.getByRole('menuitem', { name: t('operator.link') }).click();
      await page.getByRole('button', { name: t('operator.link.submit') }).click();
      await page.getByLabel(t('operator.link.label', { name: 'Taras' })).waitFor();
      await clean(olena, 'a link for a new password');
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: t('operator.registration') }).click();
      await page.getByRole('radio').first().waitFor();
      await clean(olena, 'registration');
      await olena.open('/welcome');
      await page.getByRole('radio').first().waitFor();
      await clean(olena, 'the first question');
      await olena.open('/operator/emails');
      await page.getByText(t('operator.email.reset')).first().waitFor();
      await clean(olena, 'emails');
    });

    test.describe('on a phone', () => {
      test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

      test('each part of the window', async ({ server, meet }) => {
        const { olena } = await conversation(server, meet, { language });
        const { page, t } = olena;
        await olena.says('Hello');
        await clean(olena, 'conversation');
        await page.getByRole('button', { name: t('shell.members.show') }).tap();
        await olena.seesOnline('Taras');
        await clean(olena, 'members');
        await page.goBack();
        await olena.composer.waitFor();
        await page.getByRole('button', { name: t('guild.invite') }).tap();
        await page.getByRole('dialog').waitFor();
        await clean(olena, 'a dialog');
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: t('shell.back') }).tap();
        await olena.channels.waitFor();
        await clean(olena, 'channels');
        await page.getByRole('button', { name: t('shell.profile', { name: 'Olena' }) }).tap();
        await page.getByRole('dialog').getByText('@olena').waitFor();
        await clean(olena, 'a profile');
        await page.getByRole('link', { name: t('profile.operate') }).tap();
        await page.getByText('@taras').waitFor();
        await clean(olena, 'users');
        await olena.open('/settings');
        await page.getByRole('heading', { level: 1, name: t('settings.title') }).waitFor();
        await clean(olena, 'settings');
      });
    });
  });
}
