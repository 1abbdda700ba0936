import {
  TestGrants,
  UserHolder,
} from '../src/grants/__testUtils__/startGrants';

/** What every benchmark of the token engine is given. */
export type Bench = {
  grants: TestGrants;
  /** Has signed in; the others are made like them. */
  ada: UserHolder;
  /** Of the PostgreSQL database that `grants` uses. */
  url: string;
};
