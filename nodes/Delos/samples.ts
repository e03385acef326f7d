/** Values of the provider's pages. */
const user = {
	uuid: 'user_abc123def',
	username: 'john.smith',
	status: 'ACCEPT',
	is2fa: true,
	createAt: '2024-01-15T10:30:00Z',
	updateAt: '2024-03-20T14:22:00Z',
	name: 'John Smith',
	comment: 'VIP customer',
};

export const changedUser = { item: user };

export const userWithClients = {
	id: 1,
	...user,
	isDeleted: false,
	puid: 'partner',
	clients: [{ customerId: 'cust_789xyz', isOwner: true }],
};

export const client = { cuid: 'cust_789xyz', puid: 'partner' };

export const access = {
	username: 'john.smith',
	clientId: 'cust_789xyz',
	isOwner: true,
	userStatus: 'ACCEPT',
	userId: 'user_abc123def',
};
