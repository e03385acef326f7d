import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../../panel';
import type { Audited, Change, Step, Values } from '../../model';
import { addressed } from '../../saved';
import type { Outcome } from '../types';
import { isAccepted, isKnown } from '../types';
import { reasonOf } from './reasons';
import type { Acting } from './tried';

const statuses = {
	applied: { status_id: 1, status: 'Success' },
	failed: { status_id: 2, status: 'Failure' },
	unknown: { status_id: 0, status: 'Unknown' },
} as const;

const groupManagement = {
	class_uid: 3006,
	class_name: 'Group Management',
	grants: { activity_id: 3, activity_name: 'Add User' },
	ends: { activity_id: 4, activity_name: 'Remove User' },
} as const;

const userAccessManagement = {
	class_uid: 3005,
	class_name: 'User Access Management',
	grants: { activity_id: 1, activity_name: 'Assign Privileges' },
	ends: { activity_id: 2, activity_name: 'Revoke Privileges' },
} as const;

/** The package that the node comes from stands before its name; a node that is linked into n8n has none. */
const productOf = ({ node: { type } }: Acting['origin']) => {
	const [, named] = /^(.*n8n-nodes-.+)\.[^.]+$/.exec(type) ?? [];
	return { name: named ?? 'n8n-nodes-access-management', vendor_name: 'Access Management Nodes' };
};

const known = (record: object): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as IDataObject;

/** The words that IDs were looked up by, each under the name of its parameter; those of a list are the user's. */
const namesIn = ({ lookedUp = [] }: ItemRequest, values: Values, subject: string): Record<string, string> =>
	Object.fromEntries(
		lookedUp.flatMap(({ parameter: { are, property }, found }) => {
			const name = are ? subject : property.name;
			const word = found.find(({ id }) => id === String(values[name]))?.word;
			return word === undefined ? [] : [[name, word]];
		}),
	);

// The type email_t of https://schema.ocsf.io/1.8.0
const address = /^[a-zA-Z0-9!#$%&'*+\-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

const userIn = ({ subject }: Change, values: Values, names: Record<string, string>): IDataObject => {
	const { name } = subject.property;
	// Where people are found by email, a name of theirs may count too, which is no address.
	const isAddress = subject.word?.kind === 'email' && address.test(names[name] ?? '');
	return known({ uid: String(values[name]), [isAddress ? 'email_addr' : 'name']: names[name] });
};

/** The provider itself; OCSF takes no address in brackets for a host. */
const providerOf = ({ provider, baseUrl }: Acting['connection']): IDataObject => {
	const { hostname } = new URL(baseUrl);
	return known({
		name: provider.access.name,
		type: 'provider',
		hostname: hostname.startsWith('[') ? undefined : hostname,
	});
};

const accessIn = (audited: Audited, provider: IDataObject): IDataObject =>
	'group' in audited
		? { group: known(audited.group), resource: provider }
		: { privileges: [...audited.privileges], resources: [...audited.resources.map(known), provider] };

const kindOf = (audited: Audited, grants: boolean) => {
	const { grants: given, ends, ...kind } = 'group' in audited ? groupManagement : userAccessManagement;
	const activity = grants ? given : ends;
	return { ...kind, ...activity, type_uid: kind.class_uid * 100 + activity.activity_id };
};

/** What is told of an outcome beside whom it is about. */
const toldOf = ({ connection }: Acting, outcome: Outcome, isVerified: boolean) => {
	const { is, why, trace, changed, undo, isUnconfirmed } = outcome;
	const status = why?.status ?? trace?.status;
	const isMade = isAccepted(outcome);
	const told = {
		status_code: status === undefined ? undefined : String(status),
		status_detail: why && reasonOf(outcome),
	};
	if (isMade)
		return {
			...statuses.applied,
			...told,
			outcome: changed === false ? 'unchanged' : 'applied',
			changed,
			verified: isVerified ? true : undefined,
			undo: undo && addressed(connection, undo),
		};
	const isOpen = is === 'unknown' || isUnconfirmed === true;
	return {
		...(isOpen ? statuses.unknown : statuses.failed),
		...told,
		outcome: isUnconfirmed ? 'applied' : null,
		changed: isOpen ? null : false,
		verified: isUnconfirmed && isVerified ? false : undefined,
		undo: null,
	};
};

/** A change of one user's access as an event of OCSF 1.8.0. */
export const eventOf = (
	run: Acting,
	{ name, change }: Pick<Step, 'name' | 'change'>,
	asked: ItemRequest,
	outcome: Outcome,
	isVerified = asked.options.verify === true,
): IDataObject => {
	const { connection, origin } = run;
	const { values, before, trace } = outcome;
	const names = namesIn(asked, values, change.subject.property.name);
	const audited = change.state.audited(values, names, isKnown(before) ? before.held : undefined);
	const { outcome: came, changed, verified, undo, ...status } = toldOf(run, outcome, isVerified);
	return known({
		category_uid: 3,
		category_name: 'Identity & Access Management',
		...kindOf(audited, change.state.grants),
		severity_id: 1,
		severity: 'Informational',
		time: trace?.at ?? Date.now(),
		...status,
		message: change.action,
		actor: known({ app_name: 'n8n', app_uid: origin.workflow.id }),
		user: userIn(change, values, names),
		...accessIn(audited, providerOf(connection)),
		metadata: known({
			version: '1.8.0',
			product: productOf(origin),
			uid: randomUUID(),
			correlation_uid: origin.execution,
			source: origin.workflow.name,
		}),
		unmapped: known({
			operation: name,
			outcome: came,
			changed,
			verified,
			requestId: trace?.requestId,
			tries: trace?.tries ?? 0,
			undo,
		}),
	});
};
