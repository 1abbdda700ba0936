import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './repoRoot.mjs';

const unpack = `
  import chromium from '@sparticuz/chromium';
  await chromium.executablePath();
`;

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
 * How Playwright starts the Chromium of the browser tests. It comes inside an npm package, for Linux; unpacked once, in
 * `.cache` (the package's own place is shared by all users of a machine). Elsewhere it is the machine's own Chrome.
 */
export function chromiumOfTests() {
  if (process.platform !== 'linux') {
    return { channel: 'chrome' };
  }
  const packageFile = 'node_modules/@sparticuz/chromium/package.json';
  const { version } = JSON.parse(
    fs.readFileSync(join(repoRoot, packageFile), 'utf8'),
  );
  const folder = join(repoRoot, '.cache', `chromium-${version}`);
  if (!fs.existsSync(folder)) {
    fs.mkdirSync(join(repoRoot, '.cache'), { recursive: true });
    const unpacked = fs.mkdtempSync(`${folder}-`);
    // In a process of its own: it unpacks to the folder for temporary files and changes its environment.
    execFileSync(process.execPath, ['--input-type=module', '--eval', unpack], {
      cwd: repoRoot,
      env: {
        ...process.env,
        TMPDIR: unpacked,
        // Makes the package bring the libraries along that a small machine lacks.
        AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x',
      },
    });
    fs.writeFileSync(join(unpacked, 'fonts/fonts.conf'), fontsConfig);
    try {
      fs.renameSync(unpacked, folder);
    } catch {
      // Somebody else was faster.
      fs.rmSync(unpacked, { recursive: true });
    }
  }
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH];
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      FONTCONFIG_PATH: join(folder, 'fonts'),
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
    },
    // Tests run as root too, where Chromium has no sandbox.
    args: ['--no-sandbox'],
  };
}
