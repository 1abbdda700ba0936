import { benchEngine } from '../launcher/benchEngine.mjs';

export const run = benchEngine('comparison');
