import { idText, text } from '../operation/model';

export const cuid = idText({
	displayName: 'Client ID',
	name: 'cuid',
	placeholder: 'e.g. cust_789xyz',
	description: 'Only users of this client',
});

export const customerId = idText({
	displayName: 'Client ID',
	name: 'customerId',
	placeholder: 'e.g. cust_789xyz',
	description: 'Only this client',
});

export const customerName = text({
	displayName: 'Client Name',
	name: 'customerName',
	description: 'The name of the client, or a part of it',
});

export const email = text({
	displayName: 'Email',
	name: 'email',
	placeholder: 'e.g. name@email.com',
	description: 'The email address of the user',
});

export const fromCreateAt = text({
	displayName: 'Created From',
	name: 'fromCreateAt',
	placeholder: 'e.g. 2024-01-15T10:30:00Z',
	description: 'Only those created at this time or later',
});

export const name = text({ displayName: 'Name', name: 'name', description: 'The name of the user' });

export const phone = text({ displayName: 'Phone', name: 'phone', description: 'The phone number of the user' });

export const status = text({
	displayName: 'Status',
	name: 'status',
	placeholder: 'e.g. ACCEPT',
	description: 'The status of the user, in the words of Delos',
});

export const toCreateAt = text({
	displayName: 'Created To',
	name: 'toCreateAt',
	placeholder: 'e.g. 2024-03-20T14:22:00Z',
	description: 'Only those created at this time or earlier',
});
