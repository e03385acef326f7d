import { randomUUID } from 'node:crypto';
import { cloudFoundrySeed, type CloudFoundryCall, type CloudFoundryState } from './cloudFoundryState';
import { uaa } from './cloudFoundryUaa';
import { v2Error, v2Routes } from './cloudFoundryV2';
import { v2RoleRoutes } from './cloudFoundryV2Roles';
import { v3Error, v3Routes } from './cloudFoundryV3';
import {
	type Answer,
	bearerToken,
	createProvider,
	type Handler,
	type Origin,
	type Provider,
	type Started,
	type StartOptions,
} from './provider';

export type CloudFoundryProvider = Provider<CloudFoundryState> & { uaaUrl: string };

export interface CloudFoundryOptions extends StartOptions {
	uaaPort?: number;
	era?: CloudFoundryState['era'];
	v2Disabled?: boolean;
}

const offersV2 = ({ v2Disabled, v2Advertised }: CloudFoundryState): boolean => !v2Disabled || v2Advertised;

const root =
	(uaaUrl: string): Handler<CloudFoundryState> =>
	({ state, origin }) => {
		const v2 = { href: `${origin}/v2`, meta: { version: '2.293.0' } };
		const v3 = { href: `${origin}/v3`, meta: { version: state.v3Version } };
		const links = {
			self: { href: origin },
			...(offersV2(state) ? { cloud_controller_v2: v2 } : {}),
			cloud_controller_v3: v3,
			login: { href: uaaUrl },
			uaa: { href: uaaUrl },
		};
		return { status: 200, body: { links } };
	};

const info =
	(uaaUrl: string): Handler<CloudFoundryState> =>
	({ state }) => ({
		status: 200,
		body: {
			name: 'sandbox',
			support: state.v2Disabled ? 'CF API v2 is disabled' : 'https://example.com/support',
			authorization_endpoint: uaaUrl,
			token_endpoint: uaaUrl,
			api_version: state.v2Disabled ? '' : state.era === '2015' ? '2.34.0' : '2.293.0',
		},
	});

const isV3 = ({ path }: CloudFoundryCall): boolean => path.startsWith('/v3');

const unauthorized = (call: CloudFoundryCall, token: string | undefined): Answer => {
	if (token === undefined) {
		return isV3(call)
			? v3Error(401, 10002, 'CF-NotAuthenticated', 'Authentication error')
			: v2Error('NotAuthenticated', 'Authentication error');
	}
	return isV3(call)
		? v3Error(401, 1000, 'CF-InvalidAuthToken', 'Invalid Auth Token')
		: v2Error('InvalidAuthToken', 'Invalid Auth Token');
};

const unknownRoute = (call: CloudFoundryCall): Answer =>
	isV3(call) ? v3Error(404, 10000, 'CF-NotFound', 'Unknown request') : v2Error('NotFound', 'Unknown request');

/** Roles are complete from 3.80.0 on (config/version of the Cloud Controller at 645ee26295). */
const hasRoles = ({ v3Version }: CloudFoundryState): boolean => Number(v3Version.split('.')[1]) >= 80;

/** The root and the v3 of today are younger than the page; /v2/info is open again since April 2025. */
const gate = (call: CloudFoundryCall): Answer | undefined => {
	const { state, path } = call;
	if (state.era === '2015' && (path === '/' || isV3(call))) return v2Error('NotFound', 'Unknown request');
	if (path.startsWith('/v3/roles') && !hasRoles(state)) return unknownRoute(call);
	const isOpen = path === '/v2/info' && !state.v2Advertised;
	if (!state.v2Disabled || !/^\/v2(\/|$)/.test(path) || isOpen) return undefined;
	return state.v2Refusal === 'text'
		? { status: 404, body: 'V2 endpoints disabled', headers: { 'content-type': 'text/plain' } }
		: v3Error(404, 10000, 'CF-NotFound', 'Unknown request');
};

const cloudController = (uaaUrl: string): Origin<CloudFoundryState> => ({
	routes: [
		['GET', '/', root(uaaUrl), 'open'],
		['GET', '/v2/info', info(uaaUrl), 'open'],
		...v2Routes,
		...v2RoleRoutes,
		...v3Routes,
	],
	before: gate,
	tokenOf: bearerToken,
	unauthorized,
	unknownRoute,
	headers: () => ({ 'x-vcap-request-id': randomUUID() }),
});

/** Both origins, Cloud Controller and UAA, share faults, tokens and the record of requests (the `host` header tells). */
export const startCloudFoundry = async (options: CloudFoundryOptions = {}): Promise<Started<CloudFoundryProvider>> => {
	const { latency, port, uaaPort, era = 'today', v2Disabled = false } = options;
	const { provider, listen, close } = createProvider({ ...cloudFoundrySeed(), era, v2Disabled }, latency);
	const uaaUrl = await listen(uaa, uaaPort);
	const url = await listen(cloudController(uaaUrl), port);
	return { provider: Object.assign(provider, { url, uaaUrl }), close };
};
