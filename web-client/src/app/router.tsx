/**
 * The routes of the client. Everything below /channels, /dm and /settings requires a session; visitors without one sign
 * in first and return afterwards.
 */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionStore } from '@/api/session';
import type { Client } from '@/client/client';
import { withChatTexts, withLaterTexts } from '@/i18n';
import { CrashScreen } from './CrashScreen';
import { innerPlace } from './inner-links';
import { NotFoundScreen } from './NotFoundScreen';
import { entrySearch, panelSearch } from './search';

const isSignedIn = ({ client }: Context) => sessionStore(client).getState().status === 'signed-in';

interface Context {
  client: Client;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: CrashScreen,
  notFoundComponent: NotFoundScreen,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/dm' });
  },
});

/** Pages for those who are not signed in yet. */
const entry = createRoute({
  getParentRoute: () => root,
  id: 'entry',
  validateSearch: entrySearch,
  beforeLoad: ({ context, search }) => {
    if (!isSignedIn(context)) return;
    if (search.invite === undefined) throw redirect({ to: '/dm' });
    throw redirect({ to: '/invite/$code', params: { code: search.invite } });
  },
});

const login = createRoute({
  getParentRoute: () => entry,
  path: '/login',
  component: lazyRouteComponent(() => import('./screens/entry'), 'LoginScreen'),
});

const register = createRoute({
  getParentRoute: () => entry,
  path: '/register',
  component: lazyRouteComponent(() => import('./screens/entry'), 'RegisterScreen'),
});

/** Also for signed-in users: the account may be another one, or the password forgotten on another device. */
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/ForgotScreen')),
    'ForgotScreen',
  ),
});

const link = createRoute({
  getParentRoute: () => root,
  path: '/link/$kind',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/LinkScreen')),
    'LinkScreen',
  ),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$code',
  component: lazyRouteComponent(() => import('./screens/InviteScreen'), 'InviteScreen'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: ({ context, location }) => {
    if (isSignedIn(context)) return;
    // A channel, with a message named behind `#`. Settings are never a place to return to.
    const place = innerPlace(location.href) ?? '';
    const next = /^\/(channels\/|dm\/)/.test(place) ? place : undefined;
    throw redirect({ to: '/login', search: { next } });
  },
});

/** The chat window: guild channels and DMs. */
const chat = createRoute({
  getParentRoute: () => signedIn,
  id: 'chat',
  component: lazyRouteComponent(
    withChatTexts(() => import('./screens/ChannelsLayout')),
    'ChannelsLayout',
  ),
});

const channels = createRoute({ getParentRoute: () => chat, path: '/channels' });

/** The former address of home. */
const home = createRoute({
  getParentRoute: () => channels,
  path: '/@me',
  beforeLoad: () => {
    throw redirect({ to: '/dm', replace: true });
  },
});

const guild = createRoute({
  getParentRoute: () => channels,
  path: '/$guildId',
  component: lazyRouteComponent(() => import('./screens/GuildScreen'), 'GuildScreen'),
});

const channel = createRoute({
  getParentRoute: () => channels,
  path: '/$guildId/$channelId',
  validateSearch: panelSearch,
  component: lazyRouteComponent(() => import('./screens/ChannelScreen'), 'ChannelScreen'),
});

/** The address of a message in the format of other clients. */
const message = createRoute({
  getParentRoute: () => channels,
  path: '/$guildId/$channelId/$messageId',
  beforeLoad: ({ params: { messageId, ...params } }) => {
    throw redirect({ to: '/channels/$guildId/$channelId', params, hash: messageId, replace: true });
  },
});

const dm = createRoute({ getParentRoute: () => chat, path: '/dm' });

const dmHome = createRoute({
  getParentRoute: () => dm,
  path: '/',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/DmHomeScreen')),
    'DmHomeScreen',
  ),
});

const dmChannel = createRoute({
  getParentRoute: () => dm,
  path: '/$channelId',
  validateSearch: panelSearch,
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/DmScreen')),
    'DmScreen',
  ),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/SettingsScreen')),
    'SettingsScreen',
  ),
});

const settingsSection = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings/$section',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/SettingsScreen')),
    'SettingsScreen',
  ),
});

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/WelcomeScreen')),
    'WelcomeScreen',
  ),
});

const operatorStart = createRoute({
  getParentRoute: () => signedIn,
  path: '/operator',
  beforeLoad: () => {
    throw redirect({ to: '/operator/$section', params: { section: 'users' }, replace: true });
  },
});

const operator = createRoute({
  getParentRoute: () => signedIn,
  path: '/operator/$section',
  component: lazyRouteComponent(
    withLaterTexts(() => import('./screens/OperatorScreen')),
    'OperatorScreen',
  ),
});

const routeTree = root.addChildren([
  start,
  entry.addChildren([login, register]),
  forgot,
  link,
  invite,
  signedIn.addChildren([
    chat.addChildren([
      channels.addChildren([home, guild, channel, message]),
      dm.addChildren([dmHome, dmChannel]),
    ]),
    settings,
    settingsSection,
    welcome,
    operatorStart,
    operator,
  ]),
]);

/** Its context, the client, is set where it is rendered: see `App`. */
export const router = createRouter({
  routeTree,
  defaultPreload: false,
  scrollRestoration: false,
  context: undefined as unknown as Context,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
