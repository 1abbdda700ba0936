import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './repoRoot.mjs';

/** Makes the package bring the libraries along that a small machine lacks. */
const WITH_LIBRARIES = 'nodejs24.x';

/** The package's own names one fixed folder for everybody. */
const fontsConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The Chromium for browser tests: `{ executablePath, env }`. It comes inside an npm package, for Linux; unpacked once,
 * in `.cache` (the package's own place is shared by all users of a machine). Elsewhere `undefined`: take the
 * machine's own Chrome.
 */
export function chromiumOfTests() {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const packageFile = join(
    repoRoot,
    'node_modules/@sparticuz/chromium/package.json',
  );
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const cache = join(repoRoot, '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unpacked = mkdtempSync(join(cache, 'unpacking-'));
    unpack(unpacked);
    writeFileSync(join(unpacked, 'fonts', 'fonts.conf'), fontsConfig);
    try {
      renameSync(unpacked, folder);
    } catch (error) {
      // Somebody else was faster.
      rmSync(unpacked, { recursive: true, force: true });
      if (!existsSync(folder)) {
        throw error;
      }
    }
  }
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      FONTCONFIG_PATH: join(folder, 'fonts'),
      LD_LIBRARY_PATH: [
        join(folder, 'al2023', 'lib'),
        process.env.LD_LIBRARY_PATH,
      ]
        .filter(Boolean)
        .join(':'),
    },
  };
}

/** In a process of its own: the package unpacks to the folder for temporary files and changes its environment. */
function unpack(folder) {
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "import chromium from '@sparticuz/chromium'; await chromium.executablePath();",
    ],
    {
      cwd: repoRoot,
      env: {
        ...process.env,
        TMPDIR: folder,
        AWS_LAMBDA_JS_RUNTIME: WITH_LIBRARIES,
      },
    },
  );
}
