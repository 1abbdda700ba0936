import { useSearchParams } from 'react-router-dom';

/** Which form is open, as the address names it: opening one is a step that Back undoes. */
export function useEditAddress(): {
  address: string | null;
  open(address: string): void;
  close(): void;
} {
  const [params, setParams] = useSearchParams();
  const set = (edit: string | undefined, options?: { replace: boolean }) =>
    setParams(before => {
      const after = new URLSearchParams(before);
      if (edit) {
        after.set('edit', edit);
      } else {
        after.delete('edit');
      }
      return after;
    }, options);
  return {
    address: params.get('edit'),
    open: address => set(address),
    // Else Back would open it again
    close: () => set(undefined, { replace: true }),
  };
}
