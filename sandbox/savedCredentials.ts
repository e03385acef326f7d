import type { Api, StoredCredential } from './host';
import { credentialsFor } from './access';
import type { Sandbox } from './start';

const labels: Record<string, string> = {
	delosApi: 'Delos Financial (sandbox)',
	clientDirectoryApi: 'Client Directory (sandbox)',
	guardhouseApi: 'Guardhouse (sandbox)',
	cloudFoundryApi: 'Cloud Foundry (sandbox)',
};

/** Makes the credentials, by type, or leads those of an earlier start to where the sandbox is now. */
export const saveCredentials = async (api: Api, sandbox: Sandbox): Promise<Record<string, StoredCredential>> => {
	const stored = await api.request<StoredCredential[]>('GET', '/credentials');
	const saved: Record<string, StoredCredential> = {};
	for (const [type, data] of Object.entries(credentialsFor(sandbox))) {
		const name = labels[type];
		const earlier = stored.find((one) => one.name === name);
		if (earlier) await api.request('PATCH', `/credentials/${earlier.id}`, { name, type, data });
		saved[type] = earlier ? { id: earlier.id, name } : await api.createCredential(type, name, data);
	}
	return saved;
};
