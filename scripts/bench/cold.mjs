import { benchEngine } from '../launcher/benchEngine.mjs';

export const run = benchEngine('cold');
