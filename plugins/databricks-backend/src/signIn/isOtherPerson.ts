/**
 * Whether a Databricks user is somebody else than the user of the portal. Databricks names its users by their e-mail
 * addresses, in which case says nothing. Only ASCII letters are compared without it: there are letters that become those
 * of another address in lower case.
 */
export function isOtherPerson(userName: string, email: string): boolean {
  return lowerCase(userName) !== lowerCase(email);
}

function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
