import type { IDataObject } from 'n8n-workflow';

import { giveRole, home, told, user } from '../support/cloudFoundry';
import { unassign, users } from '../support/guardhouse';
import { ada, removeMembers } from '../support/members';
import { sandbox, setUp } from '../support/setUp';
import { providerOf, removeAlls, runWhole, sets } from '../support/wholes';
import { json } from '../support/workflow';
import { nobody } from '../support/members';

// Why something failed is said in the provider's words, to their end, as far as a message can hold them.

setUp();

const asJson = { 'content-type': 'application/json' };
const long =
	'The client is locked by the audit of the third quarter, which ends on Friday; ask revision@example.com to unlock it before that';

describe('what a whole says of a part that failed', () => {
	it('has the cause in the message, and in the result', async () => {
		const kind = removeAlls.delos;
		kind.fill(3);
		providerOf(kind).fault({ ...kind.refusal(1), body: JSON.stringify({ error: long }) });
		expect(told(await runWhole(kind, [kind.user]))).toContain(long);
		kind.fill(3);
		providerOf(kind).fault({ ...kind.refusal(1), body: JSON.stringify({ error: long }) });
		const { outputs } = await runWhole(kind, [kind.user], { options: { partialFailure: 'report' } });
		expect(json(outputs[0])[0]).toMatchObject({ failed: [{ error: expect.stringContaining(long) }] });
	});

	it('has the detail of a job that failed', async () => {
		const { state } = sandbox.cloudFoundry;
		const kind = removeAlls['cloudFoundry v3'];
		kind.fill(2);
		const detail = 'Cannot delete organization_user role while user has roles in spaces in that organization.';
		const guid = 'job-that-fails';
		const error = { code: 10008, title: 'CF-UnprocessableEntity', detail };
		state.jobs.push({ guid, role_guid: '', state: 'FAILED', pollsLeft: 0, errors: [error] } as never);
		providerOf(kind).fault({
			...{ method: 'DELETE', status: 202, headers: { location: `${sandbox.cloudFoundry.url}/v3/jobs/${guid}` } },
		});
		const { outputs } = await runWhole(kind, [kind.user], { options: { partialFailure: 'report' } });
		const [{ failed }] = json(outputs[0]);
		expect((failed as IDataObject[])[0].error).toContain(`CF-UnprocessableEntity: ${detail}`);
	});

	it('by v2 names the user that does not exist', async () => {
		const kind = removeAlls['cloudFoundry v2'];
		const { error } = await runWhole(kind, [{ ...kind.user, userGuid: nobody }]);
		expect(error?.message).toBe(`The user '${nobody}' doesn't exist`);
		expect(error?.description).toMatch(/^Check 'User'\./);
		expect(error?.description).not.toMatch(/Base URL/);
	});

	it.each(['text', 'json'])('by v2 says that v2 is switched off (%s)', async (form) => {
		const { state } = sandbox.cloudFoundry;
		const body = { errors: [{ detail: 'Unknown request', title: 'CF-NotFound', code: 10000 }] };
		const off = form === 'text' ? 'V2 endpoints disabled' : JSON.stringify(body);
		sandbox.cloudFoundry.fault({
			path: /^\/v2/,
			status: 404,
			times: 9,
			...(form === 'json' && { headers: asJson }),
			body: off,
		});
		expect(state).toBeTruthy();
		const kind = removeAlls['cloudFoundry v2'];
		const { error } = await runWhole(kind, [kind.user]);
		expect(error?.message).toBe('This Cloud Foundry has API v2 switched off');
		expect(error?.description).toMatch(/^Set 'API Version' to V3\./);
	});

	it("does not take somebody else's role for the user's own", async () => {
		const kind = removeAlls['cloudFoundry v3'];
		kind.fill(1);
		const role = {
			...{ guid: 'role-1', type: 'organization_user' },
			relationships: { user: { data: { guid: nobody } }, organization: { data: { guid: home } } },
		};
		const list = { pagination: { total_results: 1, next: null }, resources: [role], included: { spaces: [] } };
		sandbox.cloudFoundry.fault({
			path: /^\/v3\/roles/,
			status: 200,
			times: 9,
			headers: asJson,
			body: JSON.stringify(list),
		});
		const { error } = await runWhole(kind, [kind.user]);
		expect(error?.message).toBe("Cloud Foundry gave a role that wasn't asked for");
	});

	it('by v2 names the organization that does not exist', async () => {
		const kind = sets['cloudFoundry v2'];
		kind.fill(2, 1);
		const { error } = await runWhole(kind, [{ ...kind.group, organizationGuid: nobody, userIds: [kind.id(0)] }]);
		expect(error?.message).toBe(`The organization '${nobody}' doesn't exist`);
	});
});

describe('the words of an answer', () => {
	it.each([
		['as JSON text', '"User not found"', "The user '1' doesn't exist at Guardhouse"],
		['in a list', '{"error":["It is locked","Ask admin"]}', 'It is locked'],
		['in a title', '{"title":"It is locked"}', 'It is locked'],
	])('are quoted %s', async (_, body, words) => {
		sandbox.guardhouse.fault({ status: 404, times: 9, headers: asJson, body });
		expect(told(await unassign(users(1), {}))).toContain(words);
	});

	it('of a member may be a list', async () => {
		const body = JSON.stringify({ succeeded: [], failed: [{ id: ada, error: ['It is locked', { message: 'Ask' }] }] });
		sandbox.clientDirectory.fault({ method: 'POST', status: 200, headers: asJson, body });
		const { outputs } = await removeMembers([{ userIds: [ada] }], { partialFailure: 'report' });
		expect(json(outputs[0])[0]).toMatchObject({ failed: [{ id: ada, error: 'It is locked; Ask' }] });
	});
});

describe('texts that turn around', () => {
	const turned = 'Locked \u202eetelpmoc si\u202c by \u2066admin\u2069 \u200fnow\u0007';
	const marks = /\p{Bidi_Control}|(?!\n)\p{Cc}/u;

	it.each([
		['in plain text', turned],
		['in JSON', JSON.stringify({ error: turned })],
	])('are told letter after letter (%s)', async (_, body) => {
		sandbox.guardhouse.fault({ status: 409, times: 9, body });
		const ran = await unassign(users(1), {});
		expect(ran.error?.description).toContain('"Locked etelpmoc si by admin now"');
		expect(told(ran)).not.toMatch(marks);
	});

	it('of members, too, in messages and in results', async () => {
		const body = JSON.stringify({ succeeded: [], failed: [{ id: ada, error: turned }] });
		sandbox.clientDirectory.fault({ method: 'POST', status: 200, headers: asJson, body, times: 9 });
		expect(told(await removeMembers([{ userIds: [ada] }], {}))).not.toMatch(marks);
		const { outputs } = await removeMembers([{ userIds: [ada] }], { partialFailure: 'report' });
		expect(json(outputs[0])[0]).toMatchObject({ failed: [{ id: ada, error: 'Locked etelpmoc si by admin now' }] });
	});

	it('in the names of what is taken away', async () => {
		const { state } = sandbox.cloudFoundry;
		const [space] = state.spaces;
		space.name = turned;
		giveRole('space_developer', user, space.guid);
		sandbox.cloudFoundry.fault({ method: 'DELETE', times: 9, status: 403, headers: asJson, body: '{}' });
		const kind = removeAlls['cloudFoundry v3'];
		const ran = await runWhole(kind, [{ userGuid: user, apiVersion: 'v3' }], { options: { maxRetries: 0 } });
		expect(told(ran)).toContain('space Locked etelpmoc si by admin now');
		expect(told(ran)).not.toMatch(marks);
		expect(home).toBeTruthy();
	});
});
