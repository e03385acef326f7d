import { STATIC_TOKEN } from './provider';
import { startSandbox } from './start';

/** `npx tsx sandbox/serve.ts [first port]`: 4101 to 4105 unless told otherwise, 0 for free ones. */
const serve = async (): Promise<void> => {
	const firstPort = Number(process.argv[2] ?? 4101);
	const sandbox = await startSandbox({ firstPort });
	const { delos, clientDirectory, guardhouse, cloudFoundry } = sandbox;
	console.table([
		{ provider: 'Delos', baseUrl: delos.url, orElse: 'login flow@example.com / sandbox-password' },
		{ provider: 'Client Directory', baseUrl: clientDirectory.url, orElse: '' },
		{ provider: 'Guardhouse', baseUrl: guardhouse.url, orElse: 'client sandbox-client / sandbox-secret' },
		{ provider: 'Cloud Foundry', baseUrl: cloudFoundry.url, orElse: 'client sandbox-client / sandbox-secret' },
		{ provider: '', baseUrl: `UAA ${cloudFoundry.uaaUrl}`, orElse: 'or user admin / sandbox-password' },
	]);
	console.log(
		`Every provider takes the access token ${STATIC_TOKEN}. Ctrl-C ends the sandbox and forgets all changes.`,
	);
	process.once('SIGINT', () => void sandbox.close());
	process.once('SIGTERM', () => void sandbox.close());
};

serve().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
