import { fabricNames } from './fabricNames';

const entity = (fabric?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'pipeline',
    annotations:
      fabric === undefined ? undefined : { 'databricks.com/fabric': fabric },
  },
});

describe('fabricNames', () => {
  it.each<[string | undefined, string[]]>([
    ['reports', ['reports']],
    [' reports , campaigns,reports,, ', ['reports', 'campaigns']],
    ['', []],
    [undefined, []],
  ])('of %j', (annotation, names) => {
    expect(fabricNames(entity(annotation))).toEqual(names);
  });
});
