/** The way to a new password. */
export { ForgotPassword as ForgotScreen } from '@/features/auth/ForgotPassword';
