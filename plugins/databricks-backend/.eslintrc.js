module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // What several tests expect in the same way stands in functions with these names
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'refused', 'fails', 'expect*'] },
    ],
  },
});
