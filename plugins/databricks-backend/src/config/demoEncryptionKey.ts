/**
 * The encryption key of the demo portal. It is public, therefore it is refused in production.
 */
export const DEMO_ENCRYPTION_KEY = Buffer.from(
  'backstage-databricks-demo-key-32',
  'ascii',
).toString('base64');
