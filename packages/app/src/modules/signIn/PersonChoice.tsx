import {
  Alert,
  Button,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Text,
} from '@backstage/ui';
import styles from './PersonChoice.module.css';
import { people, type PersonName } from './rememberedPerson';

export function PersonChoice(props: {
  onChoose: (name: PersonName) => void;
  problem?: string;
}) {
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <CardHeader>
          <Text as="h1" variant="title-small">
            Demo portal
          </Text>
        </CardHeader>
        <CardBody>
          <Flex direction="column" gap="4">
            <Text as="p" color="secondary">
              Choose who you are. There is no password: this portal is for
              trying things out.
            </Text>
            {props.problem && (
              <Alert
                status="danger"
                title="Signing in failed"
                description={props.problem}
              />
            )}
            {people.map(person => (
              <Button
                key={person.name}
                onPress={() => props.onChoose(person.name)}
              >
                {person.label}
              </Button>
            ))}
          </Flex>
        </CardBody>
      </Card>
    </main>
  );
}
