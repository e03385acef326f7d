import type { INodeProperties } from 'n8n-workflow';

/** A secret of the team's own; never the password or token of the credential, which a seal would let somebody guess offline. */
export const planKey: INodeProperties = {
	displayName: 'Plan Key',
	name: 'planKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		'A long random text of your own that plans of dry runs are sealed with: then only plans that this credential made, and that nobody has edited, can be applied. Never sent to the provider.',
};
