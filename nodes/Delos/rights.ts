import type { Rights } from '../operation/model';

/** The pages name no right for anything: this is what the requests do. */
export const rights: Rights = {
	least:
		'The account has to read users and clients, and bind and unbind clients. It must sign in without a second factor. Delos has no names for these rights.',
	heads: ['It has to be allowed to'],
	rows: [
		{
			of: [
				'user.bindClient',
				'user.unbindClient',
				'user.changeOwnership',
				'user.removeAllClients',
				'change.apply',
				'change.undo',
			],
			needs: ['read the user, bind and unbind clients'],
		},
		{
			of: ['client.setUsers', 'option.keepLastOwner'],
			needs: ['read the users of the client, bind and unbind clients'],
		},
		{
			of: [
				'user.get',
				'list.clientsOfUser',
				'option.dryRun',
				'option.verify',
				'option.ifUnchanged',
				'option.reportRemaining',
			],
			needs: ['read the user'],
		},
		{
			of: ['user.getAll', 'list.users', 'word.users', 'option.protectedUsers', 'access.getAll', 'trigger'],
			needs: ['list users, and read each'],
		},
		{ of: ['client.getAll', 'list.clients', 'word.clients'], needs: ['list clients'] },
	],
};
