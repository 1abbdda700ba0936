/** What Databricks answers to somebody who is no member of a workspace: nothing works there as them. */
export const NO_MEMBER = {
  kind: 'status',
  status: 403,
  body: { message: 'User ada@example.com is not a member of this workspace.' },
} as const;
