import type { IDataObject } from 'n8n-workflow';

import { withWords } from '../../operation/accesses';
import type { AccessList, AccessSource, Reader, Refused, Values } from '../../operation/model';
import { asId, isUnreadable, onlyIf, somebodyElse, textOf, whileMoving } from '../../operation/model';
import { clientId, of, userId } from '../parameters';
import { userIdIn } from '../reads';
import { isNobody } from '../refusals';
import { access } from '../samples';
import { clientsOf, relations } from '../state';
import { get } from './get';
import { getAll } from './getAll';
import { getAllClients } from './getAllClients';
import { unknownAmong } from './unknownAmong';

/** Deleted users keep the status that they had. */
const wordsOf = ({ username, status, isDeleted }: IDataObject) => ({
	username: textOf(username),
	userStatus: isDeleted === true ? 'DELETED' : textOf(status),
});

const oddClient = (user: string): Refused => ({
	message: `Delos gave the user ${user} a client whose ID can't be one`,
	description: 'Nothing is concluded from it.',
});

const rowsOf = (id: string, user: IDataObject): readonly IDataObject[] | Refused => {
	const { username, userStatus } = wordsOf(user);
	const rows = clientsOf([user]).map(({ customerId, isOwner }) => ({
		...{ username, clientId: customerId, isOwner, userStatus, userId: id },
	}));
	return rows.some((row) => isUnreadable(asId(row.clientId))) ? oddClient(id) : rows;
};

const noId: Refused = {
	message: 'Delos gave a list of users that has one without an ID',
	description: 'Nothing is concluded from it.',
};

/** A user's clients, which Get User alone shows. */
const readUser = async (id: string, reader: Reader): Promise<readonly IDataObject[] | Refused> => {
	const found = await reader.read(relations, { userId: id });
	if ('message' in found) return found;
	const [user] = found;
	const other = somebodyElse(userIdIn(user), id);
	if (other) return other;
	return rowsOf(id, user);
};

const notOfClient = (id: string, client: unknown): Refused =>
	whileMoving({
		message: `The list of the client's users isn't right: user ${id} has no access, but is in it`,
		description: `Nothing is concluded about client ${String(client)}. Try again.`,
	});

const nobodyThere = (id: string): Refused =>
	whileMoving({
		message: `Delos lists the user ${id}, and says that there is no such user`,
		description: 'Nothing is concluded from it. Try again.',
	});

/** Listed users, each looked into; who goes meanwhile is found again, or isn't there any more. */
const usersWith = (values: Values, client?: unknown): AccessSource => ({
	list: getAll,
	values,
	isOfEverybody: client === undefined ? true : undefined,
	lookInto: async (listed, reader) => {
		const id = userIdIn(listed);
		if (typeof id !== 'string' || isUnreadable(asId(id))) return noId;
		const rows = await readUser(id, reader);
		if ('message' in rows) return isNobody(rows) ? nobodyThere(id) : rows;
		if (client === undefined) return rows;
		const own = rows.filter((row) => row.clientId === client);
		return own.length > 0 ? own : notOfClient(id, client);
	},
});

/** One user stands for a list of one. */
const ofUser = ({ userId: id }: Values): AccessSource => ({
	list: relations,
	values: { userId: id },
	rows: (user) => somebodyElse(userIdIn(user), id) ?? rowsOf(String(id), user),
});

export const getAllAccesses: AccessList = {
	name: 'Get Many',
	action: 'Get who has what',
	description: 'List who has access to which client: everybody, one user, or the users of one client',
	docs: 'https://docs.delos.financial/users/bind-client',
	asks: [of, onlyIf(userId, of, 'user'), onlyIf(clientId, of, 'client')],
	reads: [getAll, get, getAllClients],
	sample: access,
	user: 'userId',
	to: ['clientId'],
	ofUser: ['username', 'userStatus'],
	level: 'isOwner',
	changed: { name: 'Ownership Changed', description: 'A standard user became an owner, or an owner a standard user' },
	sources: async (values, reader) => {
		if (values.of === 'user') return [ofUser(values)];
		if (values.of === 'everybody') return [usersWith({})];
		const unknown = await unknownAmong(String(values.clientId), reader);
		return unknown ?? [usersWith({ cuid: values.clientId }, values.clientId)];
	},
	worded: async (rows, reader) =>
		await withWords(rows, reader, {
			field: 'userId',
			read: async (row) => {
				const found = await reader.read(get, { userId: String(row.userId) });
				return 'message' in found ? undefined : wordsOf(found[0]);
			},
		}),
};
