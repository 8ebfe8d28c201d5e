import { KILLED_CODES } from "../model/killed";

/** A shell function: `killed_among CODE...` exits with the code of a program that was killed, where one was. */
export const KILLED = `
killed_among() { for code; do case $code in ${KILLED_CODES.join(" | ")}) exit "$code";; esac; done; }
`;
