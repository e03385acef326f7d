import { stripVTControlCharacters } from 'node:util';
import { accessTable, repliesTable, type Reply } from '../../sandbox/shown';
import type { Access, ExpectedTicket, Expectation } from '../../sandbox/tickets';

const before: Access = {
	delos: ['Ann Lee: owner of Acme'],
	'client directory': ['Ann Lee: member of Sales', 'Bo Ek: member of Sales'],
	guardhouse: ['Ann Lee: Editor'],
	'cloud foundry': [],
};
const after: Access = {
	delos: ['Bo Ek: owner of Acme'],
	'client directory': ['Bo Ek: member of Sales'],
	guardhouse: ['Ann Lee: Editor'],
	'cloud foundry': [],
};

const ticket = (id: string, system: string, person: string, expect: Partial<Expectation>): ExpectedTicket => ({
	ticket: { id, person, system, action: 'revoke' },
	expect: { status: 'done', ...expect },
});

const tickets = [
	ticket('T-1', 'delos', 'Ann Lee', { removed: ['Ann Lee: owner of Acme'] }),
	ticket('T-2', 'client directory', 'Ann Lee, Cy Day', { removed: ['Ann Lee: member of Sales'] }),
	ticket('T-3', 'guardhouse', 'Bo Ek', {}),
	ticket('T-4', 'guardhouse', 'Ann Lee', { removed: ['Ann Lee: Editor'] }),
	ticket('T-5', 'guardhouse', 'Ann Lee', {}),
	ticket('T-6', 'payroll', 'Ann Lee', {}),
	ticket('T-7', 'delos', 'Ann Lee', {}),
];

/** Without the colours that a terminal gets. */
const plain = (lines: string[]) => lines.map(stripVTControlCharacters);

const long = 'a.user.name.that.is.long.enough@example.com';
const replies: Reply[] = [
	{ ticket: 'T-1', status: 'done', outcome: 'applied' },
	{
		ticket: 'T-2',
		status: 'partly done',
		reason: 'Not removed: u-3 (User not found)',
	},
	{
		ticket: 'T-3',
		status: 'done',
		outcome: 'applied',
		details: { userIds: ['1', '2', 3], lookedUp: { userIds: [long, long, 'Bo'] } },
	},
	{ ticket: 'T-4', status: 'failed', reason: 'Guardhouse refused it' },
	{ ticket: 'T-5', status: 'done', outcome: 'unchanged' },
	{ ticket: 'T-6', status: 'unknown system', reason: 'Nothing is set up' },
];

it('says what became of each ticket, and what the marks mean', () => {
	const what = ({ id }: { id: string }) => (id === 'T-6' ? '' : 'what it names');
	const lines = plain(repliesTable(tickets, what, replies, before, after));
	expect(lines).toEqual([
		'Ticket    Provider          Whose access               What is asked                     What became of it',
		'T-1       Delos             Ann Lee                    revoke what it names              ✓ done',
		'T-2       Client Directory  Ann Lee, Cy Day            revoke what it names              ± partly done',
		'          Not removed: u-3 (User not found)',
		'          Done: − Ann Lee: member of Sales',
		'T-3       Guardhouse        Bo Ek                      revoke what it names              ✓ accepted',
		`          ${long} has the ID 1`,
		`          ${long} has the ID 2, Bo has the ID 3`,
		'T-4       Guardhouse        Ann Lee                    revoke what it names              ✗ failed',
		'          Guardhouse refused it',
		'T-5       Guardhouse        Ann Lee                    revoke what it names              = as asked',
		'T-6       payroll           Ann Lee                    revoke                            – not sent',
		'          Nothing is set up',
		'T-7       Delos             Ann Lee                    revoke what it names              ✗ no reply',
		'',
		'✓ done          the provider accepted it, and access has changed',
		"✓ accepted      the provider accepted it, but there was nothing to change: its answer doesn't tell (Verify does)",
		'= as asked      it was so already, and the provider says so',
		'± partly done   some of what the ticket asks for was done, the rest failed',
		'✗ failed        nothing was changed',
		"– not sent      it wasn't approved, or the workflow has no node for it",
	]);
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
});

it('explains only the marks that there are', () => {
	const lines = plain(repliesTable(tickets.slice(0, 1), () => 'Acme', replies, before, after));
	expect(lines.slice(2)).toEqual(['', '✓ done          the provider accepted it, and access has changed']);
});

it('says how many accesses there are, what changed, and which ticket asked for it', () => {
	const counts = { requests: 3, refused: 1, signIns: 2 };
	const none = { requests: 0, refused: 0, signIns: 0 };
	const all = { delos: counts, 'client directory': none, guardhouse: none, 'cloud foundry': none };
	expect(plain(accessTable(tickets, before, after, all))).toEqual([
		'How many accesses there are                    before        after     requests      refused     sign-ins',
		'Delos                                               1            1            3            1            2',
		'  − Ann Lee: owner of Acme                                    T-1',
		'  + Bo Ek: owner of Acme                                      no ticket asked for it',
		'Client Directory                                    2            1            0            0            0',
		'  − Ann Lee: member of Sales                                  T-2',
		'Guardhouse                                          1            1            0            0            0',
		'Cloud Foundry                                       0            0            0            0            0',
		'',
		'refused: requests that came when the session was over; they were sent again after a new sign-in',
	]);
});
