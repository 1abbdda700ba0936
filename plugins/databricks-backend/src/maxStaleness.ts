/**
 * Milliseconds for which a replica may rely on what it remembers of others' doings: settings, ownership,
 * permission decisions, the state of a grant. One number for the whole plugin, promised in the documentation.
 */
export const MAX_STALENESS_MS = 10_000;

/** Entries of each such memory. */
export const MAX_REMEMBERED = 10_000;
