import { Select } from '@backstage/ui';
import { useState } from 'react';

export type FilterOption = { value: string; label: string };

/** A filter of which one chooses any number, or one. */
export type ListFilter = {
  id: string;
  label: string;
  options: FilterOption[];
  chosen: string[];
  isSingle?: boolean;
  choose(values: string[]): void;
};

/** More are drawn only when they are looked at, so that a page with many things is there as soon as one with few. */
const MANY = 50;

export function FilterSelect(props: { filter: ListFilter; className: string }) {
  const { filter, className } = props;
  const { label, options, chosen, isSingle, choose } = filter;
  const [isOpened, setOpened] = useState(false);
  const shared = {
    className,
    size: 'small' as const,
    'aria-label': label,
    placeholder: label,
    search: options.length > 8 ? (true as const) : undefined,
    options:
      isOpened || options.length <= MANY
        ? options
        : options.filter(({ value }) => chosen.includes(value)),
    onOpenChange: (isOpen: boolean) => isOpen && setOpened(true),
  };
  return isSingle ? (
    <Select
      {...shared}
      value={chosen[0] ?? null}
      onChange={value => choose(value === null ? [] : [String(value)])}
    />
  ) : (
    <Select
      {...shared}
      selectionMode="multiple"
      value={chosen}
      onChange={values => choose((values ?? []).map(String))}
    />
  );
}
