// What the native engine makes of everything in the repository.

import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The lines that `dump` prints with these arguments. */
export function dump(...args) {
  const { status, stdout, stderr, error } = spawnSync('cargo', ['run', '-q', '-p', 'spec-tests', '--bin', 'dump', '--', ...args], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error || status !== 0) throw new Error(`dump failed: ${error?.message ?? stderr}`);
  return stdout;
}
