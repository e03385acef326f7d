import type { Reader, Refused } from '../../operation/model';
import { aboutValues } from '../../operation/model';
import { clientId } from '../parameters';
import { clientIdIn } from '../reads';
import { unknownClient } from '../refusals';
import { getAllClients } from './getAllClients';

/** Why there is no such client: an empty list of users may well be that of one that doesn't exist. */
export const unknownAmong = async (client: string, reader: Reader): Promise<Refused | undefined> => {
	const found = await reader.read(getAllClients, { customerId: client });
	if ('message' in found) return found;
	if (found.some((one) => clientIdIn(one) === client)) return undefined;
	return { ...aboutValues(unknownClient, { parameters: [clientId], values: { clientId: client } }) };
};
