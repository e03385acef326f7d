import { waysIn } from '../support/access';
import { type Installation, openInstallation } from './installation';

let installation: Installation;
beforeAll(async () => {
	installation = await openInstallation('credentials');
});
afterAll(async () => await installation?.close());

it('x', async () => {
	const { n8n, sandbox } = installation;
	for (const [type, name, data] of waysIn(sandbox)) {
		const stored = await n8n.api.createCredential(type, `${type}, ${name}`, data);
		expect(await n8n.api.testCredential(stored, type, data)).toMatchObject({ status: 'OK' });
	}
});
