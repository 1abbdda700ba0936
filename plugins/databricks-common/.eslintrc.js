module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  restrictedImports: [
    { name: 'zod', message: "Import 'zod/v4': 'zod' is version 3 with zod 3." },
  ],
});
