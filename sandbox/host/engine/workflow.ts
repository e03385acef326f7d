import type { IConnections, IDataObject, INode, IPinData, IWorkflowSettings } from 'n8n-workflow';
import type { Catalogue, Host } from './host';

export type NodeJson = Partial<INode> & Pick<INode, 'name' | 'type'>;

export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: NodeJson[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** Used in manual runs only, like in n8n. */
	pinData?: IPinData;
}

/** A workflow of nodes that follow each other, output 0 to input 0. */
export const chain = (nodes: NodeJson[], rest: Partial<WorkflowJson> = {}): WorkflowJson => {
	const connections: IConnections = {};
	nodes.slice(1).forEach(({ name }, index) => {
		connections[nodes[index].name] = { main: [[{ node: name, type: 'main', index: 0 }]] };
	});
	return { nodes, connections, ...rest };
};

export const webhookOf = ({ nodes }: Pick<WorkflowJson, 'nodes'>): NodeJson | undefined =>
	nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');

const completeNode = (catalogue: Catalogue, node: NodeJson, index: number): INode => {
	const type = catalogue.nodeType(node.type);
	const { version } = type.description as { version?: number | number[] };
	const latest = 'nodeVersions' in type ? type.currentVersion : Math.max(...[version ?? 1].flat());
	return {
		id: `node-${index}`,
		typeVersion: type.description.defaultVersion ?? latest,
		position: [index * 200, 0],
		parameters: {},
		...node,
	};
};

/** Gives nodes the fields the editor would have given them; `has` tells which credential types there is data for. */
export const openWorkflow = (
	host: Host,
	catalogue: Catalogue,
	json: WorkflowJson,
	has: (type: string) => boolean,
	staticData?: IDataObject,
) => {
	const { NodeHelpers, Workflow, deepCopy } = host.workflow;
	const { nodes, connections, settings, id = 'workflow', name = 'Workflow' } = deepCopy(json);
	const workflow = new Workflow({
		id,
		name,
		nodes: nodes.map((node, index) => completeNode(catalogue, node, index)),
		connections,
		active: false,
		nodeTypes: catalogue.nodeTypes,
		settings: { executionOrder: 'v1', ...settings },
		staticData,
	});
	for (const node of Object.values(workflow.nodes)) {
		const { description } = catalogue.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		for (const credential of description.credentials ?? []) {
			const wanted =
				credential.required === true &&
				has(credential.name) &&
				NodeHelpers.displayParameter(node.parameters, credential, node, description);
			if (wanted) node.credentials = { [credential.name]: { id: null, name: credential.name }, ...node.credentials };
		}
		// OAuth2 credentials without an id are refused.
		for (const [type, details] of Object.entries(node.credentials ?? {})) details.id ??= type;
	}
	return workflow;
};
