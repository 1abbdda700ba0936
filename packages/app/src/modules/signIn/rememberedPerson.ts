/** The people of the demo, as the backend's demo sign-in knows them. */
export const people = [
  { name: 'alice', label: 'Alice (analytics)' },
  { name: 'bob', label: 'Bob (platform, admin)' },
] as const;

export type PersonName = (typeof people)[number]['name'];

const STORAGE_KEY = 'demo-portal.person';

/** Who is signed in, in this tab: a reload keeps it, another tab may be somebody else. */
export const rememberedPerson = {
  get(): PersonName | undefined {
    const stored = window.sessionStorage.getItem(STORAGE_KEY);
    return people.find(person => person.name === stored)?.name;
  },
  set(name: PersonName) {
    window.sessionStorage.setItem(STORAGE_KEY, name);
  },
  forget() {
    window.sessionStorage.removeItem(STORAGE_KEY);
  },
};
