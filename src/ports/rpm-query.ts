/**
 * What rpm says of the package that brought a file: a line for each file of it,
 * `DIGEST ALGORITHM PATH`, as `rpm -qf` prints it by RPM_FORMAT. Null where there is no rpm, or no
 * package has the file. `database` is the folder that is believed. Only a changed launcher is asked for.
 */
export type RpmQuery = (path: string, database: string) => string | null;

/** 8 is SHA-256 (RFC 4880, section 9.4). */
export const RPM_FORMAT = "[%{FILEDIGESTS} %{FILEDIGESTALGO} %{FILENAMES}\\n]";
