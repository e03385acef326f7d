import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Subject } from './runs';

/** What a credential does for each request. */
export type Authenticate = (options: IHttpRequestOptions) => Promise<unknown>;

type Ask = (...args: Parameters<IExecuteFunctions['getNodeParameter']>) => unknown;

/** Notes what the node asks n8n for, in its order, and with `replay` answers from those notes. */
const noted = () => {
	const notes: Array<{ args: Parameters<Ask>; value: unknown }> = [];
	let items = 0;
	return {
		notes,
		listen: (context: IExecuteFunctions, replay: boolean) => {
			const known = items === context.getInputData().length;
			items = context.getInputData().length;
			const ask = context.getNodeParameter.bind(context) as Ask;
			const note: Ask = (...args) => {
				const value = ask(...args);
				notes.push({ args, value });
				return value;
			};
			let next = 0;
			if (!known) notes.length = 0;
			if (!known || replay) Object.assign(context, { getNodeParameter: known ? () => notes[next++].value : note });
			return known;
		},
	};
};

/** Answers HTTP calls on the spot. What our credential does for each of them stays: it's our work too. */
const disconnect = (context: IExecuteFunctions, authenticate: Authenticate): void => {
	const answer = {
		statusCode: 204,
		statusMessage: 'No Content',
		headers: { date: 'Fri, 20 Nov 2026 10:00:00 GMT', connection: 'close' },
	};
	const helpers = {
		httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
			await authenticate(options);
			return { ...answer, body: '' };
		},
		request: async () => ({ ...answer, body: Readable.from([]) }),
	};
	Object.assign(context, { helpers: { ...context.helpers, ...helpers } });
};

/** The node as it is, but HTTP calls and parameters are answered on the spot: what is left is its own work. */
export const ownWork = (subject: Subject, authenticate: Authenticate): Subject => {
	const { listen } = noted();
	return {
		...subject,
		instead: (execute) =>
			async function (this: IExecuteFunctions) {
				listen(this, true);
				disconnect(this, authenticate);
				return await execute.call(this);
			},
	};
};

/** Nothing but the parameters that the node asks n8n for, whose expressions n8n resolves. */
export const parametersAlone = (subject: Subject, authenticate: Authenticate): Subject => {
	const { notes, listen } = noted();
	return {
		...subject,
		instead: (execute) =>
			async function (this: IExecuteFunctions) {
				if (listen(this, false)) {
					for (const { args } of notes) (this.getNodeParameter as Ask)(...args);
					return [this.getInputData()];
				}
				disconnect(this, authenticate);
				return await execute.call(this);
			},
	};
};
