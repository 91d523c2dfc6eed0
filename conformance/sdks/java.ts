import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runOrAbsent, SDK_FOLDER, type Sdk, versionIn } from './sdk.ts'

const POM = join(import.meta.dirname, 'pom.xml')

/** From Maven Central; a program is one file, which `java` compiles itself (JEP 330). */
export async function installJava(): Promise<Sdk> {
  const version = versionIn(POM, /<artifactId>workos<\/artifactId>\s*<version>(.+?)</)
  const folder = join(SDK_FOLDER, `java-${version}`)
  const jars = join(folder, 'jars')
  if (!existsSync(join(jars, `workos-${version}.jar`))) {
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
    await runOrAbsent('mvn', ['-q', '-B', '-f', POM, goal, `-DoutputDirectory=${jars}`])
  }
  await runOrAbsent('java', ['--version'])
  return {
    language: 'java',
    package: 'com.workos:workos',
    version,
    source: 'Maven Central',
    // A program that runs for seconds is not worth the second compiler.
    command: (file) => ({ program: 'java', arguments: ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), file] }),
  }
}
