import { brokenEvents, eventsIn } from '../audit';
import { wordsOf } from '../claims';
import type { Tally } from '../tally';
import { isEnd, isGive, mustRefuse, type Due } from './aim';
import { claimsOfError, claimsOfResult, type Claim, type Claimed } from './claims';
import { linesOf } from './ground';
import { brokenResult } from './results';
import { standingIn, type Said, type Scene } from './scene';

/** What is wrong with a claim, if anything is. */
const wrongIn = ({ ground, after, sent }: Scene, { due, says }: Claim, isShared: boolean): string | undefined => {
	const now = standingIn(after, due);
	const { was, wanted, move } = due;
	if (says === 'unknown') return undefined;
	if (says === 'kept' && now !== was) return 'says that it stays, and it was changed';
	if ((says === 'made' || says === 'accepted') && now !== wanted) return 'says that it was made, and it was not';
	if (isShared) return undefined;
	if (['not', 'refused', 'unsent', 'planned'].includes(says) && now !== was)
		return `says '${says}', and it was changed`;
	const isSent = move !== undefined && linesOf(ground, move).some((line) => sent.includes(line));
	return (says === 'unsent' || says === 'refused') && isSent ? 'says that it was not sent, and it was' : undefined;
};

/** What an event has to say of it. */
const stories = {
	made: 'done',
	not: 'not',
	refused: 'not',
	unsent: 'unsent',
	unknown: 'open',
	accepted: 'open',
	planned: 'other',
	kept: 'other',
} as const;

const storyOf = ({ due: { user, place, move }, says }: Claim) => ({
	user,
	place,
	operation: move?.operation ?? '',
	says: stories[says],
});

/** The events tell what the result tells, of all that was tried. */
const brokenAudit = ({ ground }: Scene, { aim, json }: Said, { claims, isOfAll }: Claimed): string[] => {
	const events = eventsIn(json);
	if (!aim.options.auditEvent || aim.options.dryRun) return events ? ['has audit events, and none were asked for'] : [];
	// What refuses all of it before it is begun has nothing to tell of.
	const isUnbegun = isOfAll && claims.every(({ says }) => ['not', 'refused', 'unsent'].includes(says));
	if (!events) return isUnbegun ? [] : ['has no audit events'];
	if (isUnbegun && events.length === 0) return [];
	return brokenEvents(events, claims.map(storyOf), ground.audited);
};

/** Whether somebody was removed while somebody of the list may have lacked the access. */
const isTooEarly = ({ ground, sent, after }: Scene, dues: readonly Due[]): boolean => {
	const linesFor = (is: (due: Due) => boolean) =>
		new Set(dues.filter(is).flatMap(({ move }) => (move ? linesOf(ground, move) : [])));
	const [adds, ends] = [linesFor(isGive), linesFor(isEnd)];
	const firstEnd = sent.findIndex((line) => ends.has(line));
	if (firstEnd < 0) return false;
	const isLacking = dues.some((due) => isGive(due) && standingIn(after, due) !== due.wanted);
	return isLacking || sent.slice(firstEnd).some((line) => adds.has(line));
};

/** Holds what is said of an aim against what became of it. */
export const judgeSaid = (scene: Scene, said: Said, { found, count }: Tally): readonly Claim[] => {
	const { ground } = scene;
	const { aim, dues, json, isShared } = said;
	const isError = json.success === undefined;
	const words = isError ? wordsOf(json) : JSON.stringify(json);
	const read = isError ? claimsOfError : claimsOfResult;
	const claimed: Claimed = read(ground, aim, dues, json);
	const { claims, broken } = claimed;
	const tell = (what: string) => found('wrong outcome', `${aim.id} ${what}: ${words}`);
	count(isError ? `${aim.by}: error` : `${aim.by}: ${json.success === true ? String(json.outcome) : 'in part'}`);
	for (const claim of claims) {
		count(`${aim.by}, access ${claim.says}`);
		const wrong = wrongIn(scene, claim, isShared);
		if (wrong) tell(`${claim.due.user} ${claim.due.place} ${wrong}`);
	}
	const all = [...broken, ...(isError ? [] : brokenResult(scene, said, claims)), ...brokenAudit(scene, said, claimed)];
	for (const what of all) tell(what);
	if (aim.by === 'set' && isTooEarly(scene, dues)) tell('removed somebody before everybody was added');
	const refused = mustRefuse(aim, dues);
	if (refused && !isError) tell(`was to be refused, because its list ${refused}`);
	if (isError && !refused && /would remove \d+ of|would remove everybody|is an empty list/.test(words))
		tell('was refused, and need not be');
	return claims;
};
