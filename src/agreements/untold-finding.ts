/** Kind of the finding about somebody whose agreement ends and who cannot be mailed: no address, or protected. */
export const ENDS_UNTOLD = 'agreement-ends-untold';
