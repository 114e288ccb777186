/** What a header may hold; a longer mark than any real one is not kept. */
export const ETAG = /^[\x21-\x7e]{1,256}$/;
