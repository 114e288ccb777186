/** The operating systems that clients and lockfiles tell apart, as Node names them. */
export type Platform = "linux" | "darwin" | "win32";
