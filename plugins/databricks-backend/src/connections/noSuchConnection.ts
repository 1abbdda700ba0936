/** What is said of an unknown connection, and of one of somebody else. */
export const NO_SUCH_CONNECTION =
  'There is no such connection, or it is not yours.';
