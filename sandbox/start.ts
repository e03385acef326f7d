import { type ClientDirectoryState, startClientDirectory } from './clientDirectory';
import { type CloudFoundryProvider, startCloudFoundry } from './cloudFoundry';
import type { CloudFoundryState } from './cloudFoundryState';
import { type DelosState, startDelos } from './delos';
import { type GuardhouseState, startGuardhouse } from './guardhouse';
import type { Provider } from './provider';

export interface SandboxOptions {
	latency?: number;
	cloudFoundryEra?: CloudFoundryState['era'];
	v2Disabled?: boolean;
	/** Five ports from here on; free ones without it. */
	firstPort?: number;
}

export interface Sandbox {
	delos: Provider<DelosState>;
	clientDirectory: Provider<ClientDirectoryState>;
	guardhouse: Provider<GuardhouseState>;
	cloudFoundry: CloudFoundryProvider;
	close(): Promise<void>;
}

export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
	const { latency, firstPort, cloudFoundryEra: era, v2Disabled } = options;
	const port = (index: number) => (firstPort ? firstPort + index : 0);
	const [delos, clientDirectory, guardhouse, cloudFoundry] = await Promise.all([
		startDelos({ latency, port: port(0) }),
		startClientDirectory({ latency, port: port(1) }),
		startGuardhouse({ latency, port: port(2) }),
		startCloudFoundry({ latency, port: port(3), uaaPort: port(4), era, v2Disabled }),
	]);
	const started = [delos, clientDirectory, guardhouse, cloudFoundry];
	return {
		delos: delos.provider,
		clientDirectory: clientDirectory.provider,
		guardhouse: guardhouse.provider,
		cloudFoundry: cloudFoundry.provider,
		close: async () => {
			await Promise.all(started.map(({ close }) => close()));
		},
	};
};
