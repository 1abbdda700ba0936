module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    { name: 'zod', message: "Import 'zod/v4': 'zod' is version 3 with zod 3." },
  ],
  rules: {
    // What several tests expect in the same way stands in functions with these names
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'refused', 'fails', 'expect*'] },
    ],
  },
});
