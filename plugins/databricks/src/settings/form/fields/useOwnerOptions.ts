import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  identityApiRef,
  useApiHolder,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useEntityTitles } from '@backstage-databricks/plugin-databricks-react';
import { useEffect, useState } from 'react';
import { databricksTranslationRef } from '../../../translation';
import type { PickerOption } from './Picker';

const TYPED_MS = 200;
const MAX_FOUND = 20;

/** Everybody, the user's own teams, and what the catalog finds of groups and people. */
export function useOwnerOptions(words: string): {
  options: PickerOption[];
  isSearching: boolean;
} {
  const holder = useApiHolder();
  const catalogApi = holder.get(catalogApiRef);
  const identityApi = holder.get(identityApiRef);
  const { t } = useTranslationRef(databricksTranslationRef);
  const [teams, setTeams] = useState<string[]>([]);
  const [found, setFound] = useState<{ words?: string; entities: Entity[] }>({
    entities: [],
  });
  const titles = useEntityTitles(teams);

  useEffect(() => {
    let isCurrent = true;
    identityApi?.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) =>
        isCurrent &&
        setTeams(ownershipEntityRefs.filter(ref => ref.startsWith('group:'))),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [identityApi]);

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      () =>
        catalogApi
          ?.queryEntities({
            filter: { kind: words ? ['group', 'user'] : ['group'] },
            fullTextFilter: words
              ? {
                  term: words,
                  fields: [
                    'metadata.name',
                    'metadata.title',
                    'spec.profile.displayName',
                  ],
                }
              : undefined,
            fields: [
              'kind',
              'metadata.name',
              'metadata.namespace',
              'metadata.title',
              'spec.profile.displayName',
            ],
            limit: MAX_FOUND,
          })
          .then(
            ({ items }) => isCurrent && setFound({ words, entities: items }),
            () => isCurrent && setFound({ words, entities: [] }),
          ),
      words ? TYPED_MS : 0,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [catalogApi, words]);

  const own: PickerOption[] = [
    { id: '*', label: t('formField.everybody') },
    ...teams.map(ref => ({
      id: ref,
      label: titles[ref],
      description: t('formField.yourTeam'),
    })),
  ].filter(({ label }) => label.toLowerCase().includes(words.toLowerCase()));
  const known = new Set(own.map(({ id }) => id));
  const others = found.entities
    .map(entity => ({
      id: stringifyEntityRef(entity),
      label: titleOf(entity),
      description:
        entity.kind.toLowerCase() === 'user'
          ? t('formField.person')
          : t('formField.group'),
    }))
    .filter(({ id }) => !known.has(id));
  return {
    options: [...own, ...others],
    isSearching: catalogApi !== undefined && found.words !== words,
  };
}

function titleOf({ metadata, spec }: Entity): string {
  const profile = spec?.profile as { displayName?: string } | undefined;
  return profile?.displayName ?? metadata.title ?? metadata.name;
}
