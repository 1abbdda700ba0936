import { databricksFabricResourceRef, fabricRules } from './fabricRules';

const ANALYTICS = 'group:default/analytics';

const fabrics = [
  { owner: ANALYTICS, type: 'sql' },
  { owner: ANALYTICS, type: 'spark' },
  { owner: 'group:default/ops', type: 'sql' },
];

describe('The rules for a permission policy', () => {
  it('say what they are, and what they ask for', () => {
    const told = fabricRules.map(({ name, description, paramsSchema }) => {
      const { shape } = paramsSchema as unknown as {
        shape: Record<string, { description?: string }>;
      };
      const params = Object.entries(shape);
      return [
        name,
        description,
        params.map(([it, of]) => [it, of.description]),
      ];
    });
    expect(told).toEqual([
      [
        'IS_FABRIC_OWNER',
        'Allow fabrics that one of the given entities owns',
        [['owners', 'Full entity refs']],
      ],
      [
        'IS_FABRIC_TYPE',
        'Allow fabrics of one of the given types',
        [['types', 'prophecy, spark or sql']],
      ],
    ]);
  });

  it('select as they apply', () => {
    const [isOwner, isType] = fabricRules;
    const [dev, nightly, ops] = fabrics as never[];
    for (const [rule, params, expected] of [
      [
        isOwner,
        { owners: ['user:default/x', 'Group:Default/Analytics'] },
        [true, true, false],
      ],
      [isType, { types: ['sql', 'x'] }, [true, false, true]],
    ] as const) {
      const query = rule.toQuery(params as never) as (of: never) => boolean;
      expect([dev, nightly, ops].map(it => query(it))).toEqual(expected);
      expect(
        [dev, nightly, ops].map(it => rule.apply(it, params as never)),
      ).toEqual(expected);
    }
  });

  it('are for the fabrics of this plugin', () => {
    expect(databricksFabricResourceRef).toMatchObject({
      pluginId: 'databricks',
      resourceType: 'databricks-fabric',
    });
    for (const { resourceType } of fabricRules) {
      expect(resourceType).toBe('databricks-fabric');
    }
  });
});
