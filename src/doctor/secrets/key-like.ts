/** One unbroken text of both cases with digits, as keys are and names of files are not. */
export function isKeyLike(text: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z\d_+=-]{20,}$/.test(text);
}
