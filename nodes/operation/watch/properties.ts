import type { INodeProperties } from 'n8n-workflow';

import type { AccessList, Parameter, Provider } from '../model';
import { isAccessList, parametersOf } from '../model';
import { eventsProperty } from './events';

/** What is watched: the provider's list of who has what. */
export const watchedBy = ({ operations }: Provider): AccessList => {
	const list = Object.values(operations).flatMap(Object.values).find(isAccessList);
	if (!list) throw new Error('There is no list of accesses to watch');
	return list;
};

const shown = ({ property, onlyIf }: Parameter): INodeProperties => ({
	...property,
	...(onlyIf && { displayOptions: { show: { [onlyIf.parameter]: [onlyIf.is] } } }),
});

/** The panel of a trigger: what it tells of, and whose accesses it watches. */
export const watchPropertiesOf = (provider: Provider): INodeProperties[] => {
	const list = watchedBy(provider);
	return [eventsProperty(list), ...[...parametersOf(list).keys()].map(shown)];
};
