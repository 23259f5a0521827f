/** What a terminal eats: colours and the like (ECMA-48 CSI), titles (OSC). Source of a regex. */
export const ANSI_SEQUENCE = "\\u001b(?:\\[[0-9;:?]{0,32}[@-~]|\\][^\\u0007\\u001b\\n]{0,256}(?:\\u0007|\\u001b\\\\))";
