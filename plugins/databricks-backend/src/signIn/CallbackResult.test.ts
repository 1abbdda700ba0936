import { refusedCallback } from './CallbackResult';

describe('A callback that was refused', () => {
  it('has failed, and names nobody', () => {
    expect(refusedCallback('replayed')).toEqual({
      refused: 'replayed',
      end: { status: 'failed', error: 'authorization_failed' },
    });
  });
});
