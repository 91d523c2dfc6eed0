import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkoutNamedBy, runOrAbsent, SDK_FOLDER, type Sdk, SdkAbsent, versionIn } from './sdk.ts'

/**
 * Packagist is not everywhere in reach: `WORKOS_PHP` names a checkout, with its `vendor` folder or with Debian's
 * php-guzzlehttp-guzzle in its place.
 */
export async function findPhp(): Promise<Sdk> {
  await runOrAbsent('php', ['--version'])
  const checkout = checkoutNamedBy('WORKOS_PHP')
  if (!checkout) throw new SdkAbsent('WORKOS_PHP names no checkout of workos/workos-php')
  const folder = join(SDK_FOLDER, 'php')
  mkdirSync(join(folder, 'vendor'), { recursive: true })
  const own = join(checkout, 'vendor/autoload.php')
  writeFileSync(
    join(folder, 'vendor/autoload.php'),
    existsSync(own) ? `<?php require '${own}';\n` : autoloader(checkout),
  )
  await runOrAbsent('php', [
    '-d',
    `include_path=${includePath(folder)}`,
    '-r',
    'require "vendor/autoload.php"; new WorkOS\\WorkOS("sk");',
  ])
  return {
    language: 'php',
    package: 'workos/workos-php',
    version: versionIn(join(checkout, 'lib/Version.php'), /'(\d+\.\d+\.\d+)'/),
    source: 'a checkout',
    // PHP looks beside the program before it looks in its include path.
    command: (file) => ({
      program: 'php',
      arguments: ['-d', `include_path=${includePath(folder)}:${dirname(file)}`, file],
    }),
  }
}

function includePath(folder: string): string {
  return `${folder}:/usr/share/php`
}

/** What Composer would write (PSR-4), for a checkout without its dependencies. */
function autoloader(checkout: string): string {
  return `<?php
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class): void {
    $file = '${checkout}/lib/' . str_replace(['WorkOS\\\\', '\\\\'], ['', '/'], $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
`
}
