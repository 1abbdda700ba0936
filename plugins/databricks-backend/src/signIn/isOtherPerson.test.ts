import { isOtherPerson } from './isOtherPerson';

describe('A Databricks user', () => {
  it.each([
    ['ada@example.com', 'ada@example.com', false],
    ['Ada@Example.COM', 'aDA@example.com', false],
    ['grace@example.com', 'ada@example.com', true],
    ['ada@example.com', 'ada@example.org', true],
    [' ada@example.com', 'ada@example.com', true],
    // The Kelvin sign is a K in lower case
    ['\u212Aarl@example.com', 'karl@example.com', true],
  ])('%s of %s: somebody else is %s', (userName, email, other) => {
    expect(isOtherPerson(userName, email)).toBe(other);
  });
});
