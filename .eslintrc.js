module.exports = {
  root: true,
  plugins: ['@backstage', 'regexp'],
  rules: {
    // A pattern whose time grows with the square of a text lets whoever writes the text stall the process
    'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
    'regexp/no-super-linear-move': ['error', { report: 'potential' }],
  },
};
