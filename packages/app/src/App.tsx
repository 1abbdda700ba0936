import { createApp } from '@backstage/frontend-defaults';
import { exampleConsumerPlugin } from './modules/exampleConsumer';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

export const app = createApp({
  features: [signInModule, navModule, exampleConsumerPlugin],
});
