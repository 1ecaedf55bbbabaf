/** Administration. An unknown section is not found. */
import { getRouteApi } from '@tanstack/react-router';
import { Operator } from '@/features/operator/Operator';
import { isSection } from '@/features/operator/sections';
import { NotFoundScreen } from '../NotFoundScreen';

const route = getRouteApi('/signed-in/operator/$section');

export function OperatorScreen() {
  const { section } = route.useParams();
  return isSection(section) ? <Operator section={section} /> : <NotFoundScreen />;
}
