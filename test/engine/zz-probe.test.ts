import { chain } from '../../sandbox/engine';
import { openEngine } from '../support/workflow';
it('probe', async () => {
	const engine = await openEngine();
	const wf = chain([
		{ name: 'W', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'File', type: 'n8n-nodes-base.convertToFile', typeVersion: 1.1, parameters: { operation: 'toText', sourceProperty: 'csv', binaryPropertyName: 'data', options: { fileName: 'x.csv' } } },
		{ name: 'Rows', type: 'n8n-nodes-base.extractFromFile', typeVersion: 1, parameters: { operation: 'csv', binaryPropertyName: 'data', options: {} } },
	]);
	for (const csv of ['department_id,user_id\na,"b"\n,\n\n  c , d\ne,\nf,g,h\n', '\uFEFFdepartment_id;user_id\r\na;b\r\n', 'department_id,user_id\n', '', 'department_id,user_id\n007,1e5\n"x', undefined]) {
		const r = await engine.run(wf, { trigger: { node: 'W', items: [{ json: { csv } as never }] } });
		console.log(r.status, r.error?.message, JSON.stringify(r.nodes.Rows?.outputs), r.nodes.File?.error?.message);
	}
	await engine.stop();
});
