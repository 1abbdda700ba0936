import { SearchField } from '@backstage/ui';
import { useState, useTransition } from 'react';

/** What is typed stands there at once; the page is drawn anew in small steps, between which the next key is taken. */
export function FilterSearch(props: {
  label: string;
  placeholder: string;
  q: string;
  setQ(q: string): void;
}) {
  const { label, placeholder, q, setQ } = props;
  const [isDrawing, startDrawing] = useTransition();
  const [typed, setTyped] = useState(q);
  return (
    <SearchField
      size="small"
      aria-label={label}
      placeholder={placeholder}
      value={isDrawing ? typed : q}
      onChange={text => {
        setTyped(text);
        startDrawing(() => setQ(text));
      }}
    />
  );
}
