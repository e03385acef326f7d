// What others send, as their documentation has it; the people and the sites are made up.

/** https://developer.okta.com/docs/concepts/event-hooks/ and the System Log's events, read on 2026-11-29. */
export const oktaEvent = (login: string, displayName: string, event: object = {}): object => ({
	uuid: `uuid of ${login}`,
	published: '2026-11-27T16:30:00.000Z',
	eventType: 'user.lifecycle.deactivate',
	version: '0',
	displayMessage: 'Deactivate Okta user',
	severity: 'INFO',
	client: {
		userAgent: null,
		zone: null,
		device: 'Unknown',
		id: null,
		ipAddress: '192.0.2.10',
		geographicalContext: null,
	},
	device: null,
	actor: {
		id: '00u1helen',
		type: 'User',
		alternateId: 'helen.park@example.com',
		displayName: 'Helen Park',
		detailEntry: null,
	},
	outcome: { result: 'SUCCESS', reason: null },
	target: [
		{ id: `00u of ${login}`, type: 'User', alternateId: login, displayName, detailEntry: null },
		{ id: '0oa1', type: 'AppInstance', alternateId: 'Portal', displayName: 'Portal', detailEntry: null },
	],
	transaction: { type: 'JOB', id: 'transaction', detail: {} },
	debugContext: { debugData: {} },
	legacyEventType: 'core.user.config.user_deactivated',
	authenticationContext: { authenticationStep: 0, externalSessionId: 'session' },
	securityContext: {},
	insertionTimestamp: null,
	...event,
});

export const oktaHook = (...events: object[]): object => ({
	eventType: 'com.okta.event_hook',
	eventTypeVersion: '1.0',
	cloudEventsVersion: '0.1',
	source: 'https://example.okta.com/api/v1/eventHooks/who1',
	eventId: 'event-1',
	eventTime: '2026-11-27T16:30:01.000Z',
	contentType: 'application/json',
	data: { events },
});

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/, read on 2026-11-29. */
export const jiraIssue = (fields: object, items: object[], rest: object = {}): object => ({
	timestamp: 1795797000000,
	webhookEvent: 'jira:issue_updated',
	issue_event_type_name: 'issue_generic',
	user: {
		self: 'https://example.atlassian.net/rest/api/2/user?accountId=5b10helen',
		accountId: '5b10helen',
		accountType: 'atlassian',
		displayName: 'Helen Park',
		active: true,
		timeZone: 'Europe/Vienna',
	},
	issue: {
		id: '10117',
		self: 'https://example.atlassian.net/rest/api/2/issue/10117',
		key: 'ACC-17',
		fields: {
			summary: 'Project is over',
			issuetype: { id: '10001', name: 'Access removal', subtask: false },
			project: { id: '10000', key: 'ACC', name: 'Access' },
			status: { id: '10005', name: 'Approved' },
			labels: [],
			reporter: { accountId: '5b10victor', accountType: 'atlassian', displayName: 'Victor Stein', active: true },
			...fields,
		},
	},
	changelog: { id: '10600', items },
	...rest,
});

export const jiraChange = (field: string, from: string, to: string): object => ({
	field,
	fieldtype: 'jira',
	fieldId: field,
	from: '1',
	fromString: from,
	to: '10005',
	toString: to,
});

/**
 * The requested item (sc_req_item) as the content of a REST message, whose variables ServiceNow fills in:
 * https://www.servicenow.com/docs/bundle/api-reference (RESTMessageV2, Service Catalog API), read on 2026-11-29. Who approved
 * stands in the item's record in sysapproval_approver.
 */
export const serviceNowItem = (variables: object, rest: object = {}): object => ({
	number: 'RITM0010023',
	sys_id: 'aeed229047801200e0ef563dbb9a71c2',
	cat_item: 'Remove access',
	approval: 'approved',
	requested_for: 'Helen Park',
	opened_by: 'Helen Park',
	approver: 'Victor Stein',
	short_description: 'Maria moves to Sales',
	variables,
	...rest,
});
