import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { useState } from 'react';
import { forgetOnSignOut } from './forgetOnSignOut';
import { PersonChoice } from './PersonChoice';
import { rememberedPerson, type PersonName } from './rememberedPerson';

export function DemoSignInPage(props: SignInPageProps) {
  const [attempt, setAttempt] = useState({
    number: 0,
    person: rememberedPerson.get(),
  });

  function choose(person: PersonName) {
    rememberedPerson.set(person);
    setAttempt({ number: attempt.number + 1, person });
  }

  if (!attempt.person) {
    return <PersonChoice onChoose={choose} />;
  }
  return (
    <ProxiedSignInPage
      key={attempt.number}
      provider="demo"
      headers={{ 'x-demo-user': attempt.person }}
      onSignInSuccess={identity =>
        props.onSignInSuccess(forgetOnSignOut(identity))
      }
      ErrorComponent={({ error }) => (
        <PersonChoice onChoose={choose} problem={error?.message} />
      )}
    />
  );
}
