/** The page for resetting a password. */
export { ForgotPassword as ForgotScreen } from '@/features/auth/ForgotPassword';
