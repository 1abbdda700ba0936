import { printableText } from './printableText';

describe('A text of Databricks that people read', () => {
  it.each(['Shared', 'Größe 2', '日本', '🧱'.repeat(100)])('is: %s', text => {
    expect(printableText(text)).toBe(text);
  });

  it.each([
    '',
    'x'.repeat(101),
    'a\u0000b',
    'a\nb',
    'a\u009fb',
    'a\u202eb',
    'a\ud800b',
    1,
    null,
    undefined,
    ['a'],
  ])('is left out where it is %j', value => {
    expect(printableText(value)).toBeUndefined();
  });
});
