/** The request header by which the sign-in page says who signs in. */
export const DEMO_USER_HEADER = 'x-demo-user';

/** The people of the demo, by the name of their user entity in the catalog. */
export const demoUsers: Record<string, { displayName: string }> = {
  alice: { displayName: 'Alice' },
  bob: { displayName: 'Bob' },
};
