import { posix } from "node:path";

/** The environment in a copy. */
export function environmentOf(folder: string): string {
  return `${folder}/env`;
}

/** What Python is told to look for compiled files in, in place of the folders beside the sources. */
export function bytecodeOf(folder: string): string {
  return `${folder}/bytecode`;
}

/**
 * Where Python looks for the compiled form of a source under a prefix (PEP 3147 and the documentation
 * of `sys.pycache_prefix`): the whole path of the source, below the prefix.
 */
export function compiledPath(prefix: string, source: string, tag: string): string {
  const name = posix.basename(source, ".py");
  return `${prefix}${posix.dirname(source)}/${name}.${tag}.pyc`;
}
