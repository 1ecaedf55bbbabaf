/** Renders a part of the client as the page does: with texts in one language, English by default. */
import { type RenderResult, render as renderBare } from '@testing-library/react';
import type { ReactElement } from 'react';
import { ClientContext } from '@/client/context';
import { FeaturesContext } from '@/extensions/feature';
import { features } from '@/features/registry';
import { type Catalogue, Messages } from '@/i18n';
import en from '@/i18n/en.json';
import uk from '@/i18n/uk.json';
import { client } from './client';

const catalogues: Record<'en' | 'uk', Catalogue> = { en, uk };

export function render(element: ReactElement, locale: 'en' | 'uk' = 'en'): RenderResult {
  return renderBare(element, {
    wrapper: ({ children }) => (
      <ClientContext value={client}>
        <Messages locale={locale} messages={catalogues[locale]}>
          <FeaturesContext value={features}>{children}</FeaturesContext>
        </Messages>
      </ClientContext>
    ),
  });
}
