export { CALLBACK_PATH, createMetadataRouter, createRouter } from './createRouter';
export type { CallbackOptions } from './createRouter';
export { idParameter } from './idParameter';
export { parseBody } from './jsonBody';
export { noBodySchema } from './resource';
export type { Handler, Method, Resource } from './resource';
