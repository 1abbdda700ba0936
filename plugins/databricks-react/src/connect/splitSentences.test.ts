import { splitSentences } from './splitSentences';

describe('splitSentences', () => {
  it.each([
    ['One. Two. Three.', 'One.', 'Two. Three.'],
    ['Really? Yes.', 'Really?', 'Yes.'],
    [
      'Open dbc-1.cloud.databricks.com. Then wait.',
      'Open dbc-1.cloud.databricks.com.',
      'Then wait.',
    ],
    ['Version 1.5 is too old.', 'Version 1.5 is too old.', ''],
    ['No end', 'No end', ''],
    ['', '', ''],
  ])('takes the first sentence off %j', (text, first, rest) => {
    expect(splitSentences(text)).toEqual([first, rest]);
  });
});
