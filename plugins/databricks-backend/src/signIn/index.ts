export { DatabaseSignInStore, sealedVerifiers } from './DatabaseSignInStore';
export type { RedirectPath } from './SignIn';
export { SignInExchange } from './SignInExchange';
export { SignIns } from './SignIns';
export { callbackHandler } from './callback';
export { callbackPath, redirectUri } from './redirect';
export { signInResources } from './routes';
