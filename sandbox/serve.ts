import { formsOf } from './forms';
import { say } from './print';
import { startSandbox } from './start';

/** `npm run sandbox [-- first port]`: 4101 to 4105 unless told otherwise, 0 for free ones. */
const serve = async (): Promise<void> => {
	const firstPort = Number(process.argv[2] ?? 4101);
	const sandbox = await startSandbox({ firstPort });
	say('The four providers in miniature. All that is in them is made up, passwords and tokens too.');
	say();
	for (const line of formsOf(sandbox)) say(line);
	say();
	say('Ctrl-C ends the sandbox and forgets all changes.');
	process.once('SIGINT', () => void sandbox.close());
	process.once('SIGTERM', () => void sandbox.close());
};

serve().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
