import { isDefinitionName } from '@backstage-databricks/plugin-databricks-common';
import fc from 'fast-check';
import { makeName } from './makeName';

describe('makeName', () => {
  it.each([
    ['Campaigns', 'campaigns'],
    ['Orders (nightly)', 'orders-nightly'],
    ['  3rd Über-Report: 2027 ', 'rd-uber-report-2027'],
    ['日本語', ''],
  ])('makes of %s the name %s', (title, name) => {
    expect(makeName(title, [])).toBe(name);
  });

  it('makes a name that is one and that nobody has, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9 -]{0,90}$/)),
        fc.nat(12),
        (title, count) => {
          const taken: string[] = [];
          for (let i = 0; i < count; i++) {
            taken.push(makeName(title, taken));
          }
          const name = makeName(title, taken);
          expect(name === '' || isDefinitionName(name)).toBe(true);
          expect(name !== '' && taken.includes(name)).toBe(false);
        },
      ),
    );
  });
});
