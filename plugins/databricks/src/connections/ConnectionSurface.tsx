import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Connection,
  FabricList,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import {
  hostOf,
  issuerOfConnection,
  TimeText,
  useConnect,
  useProblemText,
  useTimeText,
  useWaitingSignIns,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Card, Link } from '@backstage/ui';
import { Fragment } from 'react';
import { useTests } from '../fabrics/useTests';
import { useYouText } from '../fabrics/useYouText';
import { canSignIn, youAt, youWith } from '../fabrics/you';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';
import { ConnectionMenu } from '../workspaces/ConnectionMenu';
import { YouLine } from '../workspaces/YouLine';
import styles from './ConnectionsPage.module.css';

/** How many fabrics are named. */
const NAMED = 3;

/** One connection: where, for what, as whom, until when, and what one can do about it. */
export function ConnectionSurface(props: {
  connection: Connection;
  /** Knows the titles of the fabrics, and the issuer; absent while it is not known. */
  list: FabricList | undefined;
}) {
  const { connection, list } = props;
  const { issuerId, fabrics, lastTest, connectedAt } = connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  const links = useLinks();
  const { relative } = useTimeText();
  const { onTile, nameOf, left } = useYouText();
  const textOf = useProblemText();
  const { connect } = useConnect();
  const waiting = useWaitingSignIns();
  const { isPending, testConnection } = useTests();

  const issuer = list?.issuers.find(it => it.id === issuerId);
  const place: Issuer = issuer ?? issuerOfConnection(connection);
  const isWaiting = waiting.has(issuerId);
  const you = youAt({ ...place, connection }, isWaiting);
  // Nobody can sign in where no fabric of theirs is
  const hasFabric = list ? issuer !== undefined : fabrics.length > 0;
  const isOffered = !isWaiting && canSignIn(you, place);
  const { title } = place;
  const { tone, text } = onTile(you, place, '');
  const held = youWith(connection);
  const person = 'person' in held ? held.person : undefined;
  const titles = new Map(list?.items.map(row => [row.name, row.title]));
  const others = fabrics.length - NAMED;
  const isEnded = held.state === 'ended' || held.state === 'unreadable';

  const facts = () => {
    const { reason } = connection;
    if (isEnded) {
      return [
        person &&
          t('connections.as', {
            who: t('you.was', { who: nameOf(person) }),
            account: person.userName,
          }),
        reason && textOf(reason),
      ];
    }
    const told =
      held.state === 'refused'
        ? held.problem
        : 'cannotRenew' in held && held.cannotRenew;
    const problem = told ? textOf(told) : undefined;
    return [
      problem && lastTest && held.state === 'refused'
        ? t('connections.tested', { problem, when: relative(lastTest.at) })
        : problem ??
          (lastTest?.ok
            ? t('connections.works', { when: relative(lastTest.at) })
            : undefined),
      [
        person?.userName,
        t('connections.since', { when: relative(connectedAt) }),
        'until' in held && held.until !== undefined && left(held.until),
      ]
        .filter(Boolean)
        .join(' · '),
    ];
  };

  return (
    <Card className={styles.surface}>
      <section aria-label={title} className={styles.connection}>
        <div className={styles.where}>
          <strong>{title}</strong>
          <span className={styles.grey}>{hostOf(place.url)}</span>
          <span>
            {fabrics.slice(0, NAMED).map((name, index) => {
              const href = links.fabric(name);
              const fabricTitle = titles.get(name) ?? name;
              return (
                <Fragment key={name}>
                  {index > 0 && ', '}
                  {href ? <Link href={href}>{fabricTitle}</Link> : fabricTitle}
                </Fragment>
              );
            })}
            {others > 0 && links.fabrics && (
              <>
                {' '}
                {t('connections.andMore')}{' '}
                <Link
                  href={`${links.fabrics}?workspace=${encodeURIComponent(
                    place.url,
                  )}`}
                >
                  {t('connections.more', { n: String(others) })}
                </Link>
              </>
            )}
          </span>
        </div>
        <div className={styles.state}>
          <YouLine you={you} issuer={place} words={{ tone, text }} />
          {facts()
            .filter(Boolean)
            .map(fact => (
              <span key={fact as string} className={styles.grey}>
                {fact}
              </span>
            ))}
          {connection.endedAt && isEnded && (
            <span className={styles.grey}>
              <TimeText at={connection.endedAt}>
                {t('connections.endedBy', {
                  when: relative(connection.endedAt),
                })}
              </TimeText>
            </span>
          )}
        </div>
        <div className={styles.buttons}>
          {hasFabric && !isOffered && (
            <YouAction
              you={you}
              issuer={place}
              admins={list?.admins ?? []}
              emphasis="filled"
            />
          )}
          {hasFabric && isOffered && (
            <Button
              variant={isEnded ? 'primary' : 'secondary'}
              aria-label={t('action.reconnectTo', {
                title,
                count: fabrics.length,
              })}
              onPress={() => connect(place)}
            >
              {t('action.reconnect')}
            </Button>
          )}
          {!isEnded && !isWaiting && person && (
            <Button
              variant="secondary"
              isPending={isPending}
              onPress={() =>
                testConnection(connection.id, { title, who: nameOf(person) })
              }
            >
              {t('action.test')}
            </Button>
          )}
          <ConnectionMenu
            issuer={place}
            you={you}
            without={
              hasFabric
                ? ['test', 'reconnect']
                : ['test', 'reconnect', 'switch']
            }
          />
        </div>
      </section>
    </Card>
  );
}
