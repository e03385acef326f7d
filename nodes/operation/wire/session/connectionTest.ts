import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import type { Credentials, Provider } from '../../model';
import { isUnanswered, isUnreadable, refusedSignIn } from '../../model';
import { plainExchange } from '../answer';
import { asPlanKey, secretsOf, withoutSecrets } from '../credential';
import { refused } from '../refusal';
import { authorized, baseUrlOf, signInAt } from './authorization';

const kept = { json: false, simple: false, resolveWithFullResponse: true, followRedirect: false } as const;

/** The connection test of a credential. A credential test has no other HTTP helper than `request`. */
export const connectionTest = (provider: Provider) =>
	async function (this: ICredentialTestFunctions, tested: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
		const { access, probe, headers } = provider;
		const credentials: Credentials = tested.data ?? {};
		const { helpers } = this;
		const exchange = plainExchange(access.name, ({ url, ...request }) =>
			helpers.request({ ...request, uri: url, ...kept }),
		);
		const check = async (): Promise<INodeCredentialTestResult> => {
			const baseUrl = baseUrlOf(credentials, access);
			const planKey = asPlanKey(credentials);
			if (isUnreadable(planKey))
				throw refusedSignIn(`'Plan Key' of the credential ${planKey.unreadable}`, `${planKey.remedy}.`);
			const token = await signInAt(access, credentials, exchange);
			const auth = { ...headers, ...authorized(access, token, credentials) };
			const ask = async (path: string) => await exchange({ method: 'GET', url: baseUrl + path, headers: auth });
			const [first, ...others] = probe.paths(credentials);
			let reply = await ask(first);
			for (const path of others) {
				if (isUnanswered(reply) || reply.status !== 404) break;
				reply = await ask(path);
			}
			const proof = isUnanswered(reply) ? undefined : probe.proves(reply, credentials);
			if (proof !== undefined) return { status: 'OK', message: proof };
			const { message, description } = refused({ provider, baseUrl }, probe, reply);
			return {
				status: 'Error',
				message: withoutSecrets(`${message}. ${description}`, secretsOf({ ...credentials, fetchedToken: token })),
			};
		};
		try {
			return await check();
		} catch (error) {
			const { message, description } = error as Error & { description?: string };
			return { status: 'Error', message: withoutSecrets(`${message}. ${description ?? ''}`, secretsOf(credentials)) };
		}
	};
