import { basename } from 'node:path';

/** The files of tests that are about what a file does and aren't named like it, so that they come as early. */
const tests: Record<string, string> = {
	aims: 'setExactly removeAll oddEntries',
	again: 'retries leftAlone doubt',
	alike: 'writtenOtherwise',
	attempt: 'bulk',
	audited: 'audit',
	authorization: 'tokenHosts sessions credentials',
	automaticMapping: 'mapping',
	bulkResults: 'bulk membersReport',
	carryOut: 'audit stopping',
	checkAll: 'applyPlan undo',
	checks: 'membersReport bulk guards',
	connect: 'sessions credentials',
	exchange: 'unreached retries ofN8n',
	execute: 'goesOn',
	fates: 'membersReport audit wholesTold',
	filters: 'getMany',
	form: 'refused mapping',
	goal: 'plan dryRun',
	groups: 'undo undoSequences',
	ids: 'spelling',
	inverse: 'undoIsForOne',
	inSteps: 'applyPlan undo said wholesTold',
	itemRequest: 'refused mapping',
	joined: 'getMany get',
	kinds: 'mapping words',
	lists: 'entries writtenOtherwise',
	load: 'level retries leftAlone',
	lookBack: 'verify remaining',
	lookThrough: 'lists entries',
	lookups: 'lookUp words',
	memberReport: 'membersReport bulk',
	mistake: 'ofN8n',
	origin: 'tokenHosts addresses trimmed',
	pages: 'wholeLists',
	parameters: 'mapping words',
	place: 'wholeLists',
	planKey: 'trimmed',
	platformRefusals: 'refusals unreached',
	questions: 'lookUp writtenOtherwise',
	reader: 'wholeLists',
	readItem: 'refused mapping',
	readPlan: 'refusedPlans',
	reads: 'wholeLists getMany pages',
	refused: 'doubt answers retries',
	renewal: 'sessions',
	request: 'addresses refusedRecords',
	response: 'secrets oddAnswers',
	retry: 'retries level leftAlone doubt',
	roleChanges: 'roles said',
	roleRefusals: 'refusals',
	sendAll: 'stopping bulk wholes',
	sendOnce: 'sessions credentials',
	session: 'sessions credentials',
	secrets: 'secrets linear',
	signIn: 'credentials proofs',
	signInCodes: 'leftAlone credentials',
	source: 'lists entries',
	standings: 'sameAccess said',
	steps: 'applyPlan undo wholes removeAll',
	tasks: 'setExactly wholes wholesRefused',
	telling: 'stopping cancelling said',
	token: 'secrets credentials',
	thrown: 'ofN8n inBetween unreached',
	toldAll: 'said wholesTold audit',
	turns: 'sameAccess',
	unanswered: 'unreached inBetween',
	understood: 'secrets linear',
	undocumented: 'answers oddAnswers inBetween',
	unknownRefusals: 'refusals',
	variants: 'auto korifi',
	versions: 'auto korifi',
	waves: 'sameAccess undo',
	wholeEvents: 'audit',
	wholeFates: 'wholes wholesTold',
	wholePlan: 'plan refusedPlans wholes',
	wholeResult: 'wholesTold removeAll setExactly',
	wholeUndo: 'undoIsForOne wholes',
	word: 'writtenOtherwise',
	writtenForms: 'secrets',
};

/** The files that tell of everything that is declared. */
const ofAll = ['panels', 'previews', 'results', 'refusals', 'contract'];

/** Whether a file of tests is about a source, both by their names; `isDeclared`: what changes is used as it is loaded. */
export const isAbout = (test: string, source: string, isDeclared: boolean): boolean =>
	test === source || (tests[source]?.split(' ').includes(test) ?? false) || (isDeclared && ofAll.includes(test));

/** Names that are nobody's any more would pass unnoticed. */
export const checkAbout = (sources: readonly string[], files: readonly string[]): void => {
	const named = (some: readonly string[], ending: string) => new Set(some.map((file) => basename(file, ending)));
	const [known, written] = [named(sources, '.ts'), named(files, '.test.ts')];
	const wrong = [
		...Object.keys(tests).filter((source) => !known.has(source)),
		...[...ofAll, ...Object.values(tests).flatMap((names) => names.split(' '))].filter((name) => !written.has(name)),
	];
	if (wrong.length > 0) throw new Error(`test/mutation/about.ts: there is no ${wrong.join(', ')}`);
};
