import fastify from 'fastify';

interface Message {
	role: 'assistant' | 'system' | 'tool' | 'user';
	content: unknown;
}

interface Asked {
	model: string;
	stream?: boolean;
	messages: Message[];
	tools?: Array<{ function: { name: string } }>;
}

/** What the model says: a text, or a call of the tool whose name fits. */
export type Said = string | { tool: RegExp; arguments: object };

export interface Model {
	/** For the credential: with the path of the API's version. */
	url: string;
	/** The names of the tools that were offered last, sorted. */
	tools(): string[];
	close(): Promise<void>;
}

/** A chat model of which every word is known: OpenAI's chat completions (https://platform.openai.com/docs/api-reference/chat). */
export const startModel = async (answer: (last: { role: string; text: string }) => Said): Promise<Model> => {
	const server = fastify({ forceCloseConnections: true });
	let offered: string[] = [];
	let calls = 0;
	server.post('/v1/chat/completions', async (request) => {
		const { model, messages, tools = [] } = request.body as Asked;
		offered = tools.map(({ function: { name } }) => name).sort();
		calls += 1;
		const { role, content } = messages[messages.length - 1];
		const said = answer({ role, text: typeof content === 'string' ? content : JSON.stringify(content) });
		const message =
			typeof said === 'string'
				? { role: 'assistant', content: said }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: `call_${calls}`,
								type: 'function',
								function: {
									name: offered.find((name) => said.tool.test(name)),
									arguments: JSON.stringify(said.arguments),
								},
							},
						],
					};
		const reason = typeof said === 'string' ? 'stop' : 'tool_calls';
		return {
			id: `completion-${calls}`,
			object: 'chat.completion',
			created: 0,
			model,
			choices: [{ index: 0, message, finish_reason: reason }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	const address = await server.listen({ host: '127.0.0.1', port: 0 });
	return { url: `${address}/v1`, tools: () => offered, close: async () => await server.close() };
};
