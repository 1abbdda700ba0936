module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    { name: 'zod', message: "Import 'zod/v4': 'zod' is version 3 with zod 3." },
  ],
  restrictedSrcSyntax: [
    {
      selector:
        'CallExpression[callee.property.name=/^raw$|Raw$/]:not([arguments.0.type="Literal"], [arguments.0.type="TemplateLiteral"][arguments.0.expressions.length=0])',
      message:
        'Write SQL as one constant text, and give values and names as bindings.',
    },
  ],
  overrides: [
    {
      // Its statements have as many placeholders as a table has columns and a batch has rows
      files: ['src/encryption/DatabaseSweepStore.ts'],
      rules: { 'no-restricted-syntax': 'off' },
    },
  ],
  rules: {
    // What several tests expect in the same way stands in functions with these names
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'refused', 'fails', 'expect*'] },
    ],
  },
});
