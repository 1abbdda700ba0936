export { DatabaseSignInStore } from './DatabaseSignInStore';
export { callbackPath, redirectUri } from './redirect';
export type { RedirectPath } from './SignIn';
export { SignInExchange } from './SignInExchange';
export { SignIns } from './SignIns';
export type { CallbackResult } from './SignIns';
export { removeOldSignIns } from './removeOldSignIns';
