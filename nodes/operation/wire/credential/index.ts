/** What a credential holds, as it is meant: its addresses, its token and its plan key; and how its secrets are kept out of texts. */

export { asBaseUrl, asSignInUrl, isWithin } from './origin';
export { asPlanKey } from './planKey';
export type { Secrets } from './secrets';
export { secretsOf, together, tokensOf, withoutSecrets } from './secrets';
export { bareToken, claimsIn, sessionOf, signsIn } from './token';
