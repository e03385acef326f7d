// What OCSF 1.8.0 says of the classes 3005 and 3006, without profiles, and of the objects that events use.

type Requirement = 'required' | 'recommended' | 'optional';

interface Attribute {
	readonly type: string;
	readonly isArray?: true;
	readonly requirement: Requirement;
	readonly enum?: Readonly<Record<number, string>>;
	/** The attribute that holds the caption of the enum's value. */
	readonly sibling?: string;
}

interface Definition {
	readonly attributes: Readonly<Record<string, Attribute>>;
	readonly atLeastOne?: readonly string[];
}

const attribute =
	(requirement: Requirement) =>
	(type: string, more: Omit<Attribute, 'type' | 'requirement'> = {}): Attribute => ({ type, requirement, ...more });
const required = attribute('required');
const recommended = attribute('recommended');
const optional = attribute('optional');

const list = { isArray: true } as const;

/** Attributes that OCSF has and that no event here has: one that comes has to be typed first. */
const untyped = (...names: readonly string[]): Record<string, Attribute> =>
	Object.fromEntries(names.map((name) => [name, optional('untyped')]));

const texts = (...names: readonly string[]): Record<string, Attribute> =>
	Object.fromEntries(names.map((name) => [name, optional('string_t')]));

const severities = {
	0: 'Unknown',
	1: 'Informational',
	2: 'Low',
	3: 'Medium',
	4: 'High',
	5: 'Critical',
	6: 'Fatal',
	99: 'Other',
};

const classOf = (
	uid: number,
	name: string,
	activities: Readonly<Record<number, string>>,
	attributes: Readonly<Record<string, Attribute>>,
): Definition => ({
	attributes: {
		activity_id: required('integer_t', {
			enum: { 0: 'Unknown', 99: 'Other', ...activities },
			sibling: 'activity_name',
		}),
		category_uid: required('integer_t', { enum: { 3: 'Identity & Access Management' }, sibling: 'category_name' }),
		class_uid: required('integer_t', { enum: { [uid]: name }, sibling: 'class_name' }),
		severity_id: required('integer_t', { enum: severities, sibling: 'severity' }),
		status_id: recommended('integer_t', {
			enum: { 0: 'Unknown', 1: 'Success', 2: 'Failure', 99: 'Other' },
			sibling: 'status',
		}),
		type_uid: required('long_t'),
		time: required('timestamp_t'),
		metadata: required('metadata'),
		actor: recommended('actor'),
		unmapped: optional('object'),
		...texts('activity_name', 'category_name', 'class_name', 'type_name', 'severity'),
		...texts('status', 'status_code', 'status_detail', 'message'),
		...untyped('count', 'duration', 'end_time', 'enrichments', 'observables', 'raw_data', 'raw_data_hash'),
		...untyped('raw_data_size', 'start_time', 'timezone_offset', 'http_request', 'http_response', 'src_endpoint'),
		...attributes,
	},
});

const classes: Readonly<Record<number, Definition>> = {
	3005: classOf(
		3005,
		'User Access Management',
		{ 1: 'Assign Privileges', 2: 'Revoke Privileges' },
		{
			privileges: required('string_t', list),
			resources: recommended('resource_details', list),
			user: required('user'),
			...untyped('resource'),
		},
	),
	3006: classOf(
		3006,
		'Group Management',
		{
			1: 'Assign Privileges',
			2: 'Revoke Privileges',
			3: 'Add User',
			4: 'Remove User',
			5: 'Delete',
			6: 'Create',
			7: 'Add Subgroup',
			8: 'Remove Subgroup',
		},
		{
			group: required('group'),
			privileges: recommended('string_t', list),
			resource: recommended('resource_details'),
			user: recommended('user'),
			...untyped('subgroup'),
		},
	),
};

const objects: Readonly<Record<string, Definition>> = {
	metadata: {
		attributes: {
			product: required('product'),
			version: required('string_t'),
			...texts('uid', 'correlation_uid', 'event_code', 'log_format', 'log_level', 'log_name', 'log_provider'),
			...texts('log_source', 'log_version', 'original_event_uid', 'original_time', 'source', 'tenant_uid', 'type'),
			...untyped('debug', 'extension', 'extensions', 'is_truncated', 'labels', 'logged_time', 'loggers'),
			...untyped('modified_time', 'processed_time', 'profiles', 'reporter', 'sequence', 'tags'),
			...untyped('total_queued_duration', 'transformation_info_list', 'transmit_time', 'untruncated_size'),
		},
	},
	product: {
		attributes: {
			...texts('cpe_name', 'lang', 'name', 'path', 'uid', 'url_string', 'vendor_name', 'version'),
			...untyped('feature'),
		},
		atLeastOne: ['name', 'uid'],
	},
	actor: {
		attributes: {
			...texts('app_name', 'app_uid', 'invoked_by'),
			...untyped('authorizations', 'idp', 'process', 'session', 'user'),
		},
		atLeastOne: ['process', 'user', 'invoked_by', 'session', 'app_name', 'app_uid'],
	},
	user: {
		attributes: {
			...texts('credential_uid', 'display_name', 'domain', 'forward_addr', 'full_name', 'name', 'phone_number'),
			...texts('risk_level', 'type', 'uid', 'uid_alt'),
			email_addr: optional('email_t'),
			...untyped('account', 'groups', 'has_mfa', 'ldap_person', 'org', 'programmatic_credentials'),
			...untyped('risk_level_id', 'risk_score', 'type_id'),
		},
		atLeastOne: ['account', 'name', 'uid'],
	},
	group: {
		attributes: {
			...texts('desc', 'domain', 'name', 'type', 'uid', 'uid_alt'),
			privileges: optional('string_t', list),
		},
		atLeastOne: ['name', 'uid'],
	},
	resource_details: {
		attributes: {
			...texts('criticality', 'hostname', 'name', 'namespace', 'role', 'type', 'uid', 'uid_alt', 'version'),
			...untyped('agent_list', 'created_time', 'data', 'group', 'ip', 'is_backed_up', 'labels', 'modified_time'),
			...untyped('owner', 'resource_relationship', 'role_id', 'tags'),
		},
		atLeastOne: ['name', 'uid'],
	},
};

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);

const email = /^[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
	string_t: (value) => typeof value === 'string',
	email_t: (value) => typeof value === 'string' && email.test(value),
	integer_t: (value) => Number.isInteger(value),
	long_t: (value) => Number.isInteger(value),
	timestamp_t: (value) => Number.isInteger(value) && (value as number) > 1_700_000_000_000,
	object: isData,
};

const enumFindings = ({ enum: captions, sibling }: Attribute, value: unknown, all: Data, at: string): string[] => {
	if (!captions) return [];
	const caption = captions[value as number];
	if (caption === undefined) return [`${at} is ${String(value)}`];
	const told = sibling === undefined ? undefined : all[sibling];
	return told === undefined || value === 99 || told === caption ? [] : [`${at}'s caption is ${String(told)}`];
};

const valueFindings = (definition: Attribute, value: unknown, all: Data, at: string): string[] => {
	const { type, isArray } = definition;
	if (isArray && !Array.isArray(value)) return [`${at} is no list`];
	return (isArray ? (value as unknown[]) : [value]).flatMap((one) => {
		if (type in objects) return isData(one) ? findings(objects[type], one, at) : [`${at} is no ${type}`];
		if (!fits[type]?.(one)) return [`${at} isn't of type ${type}`];
		return enumFindings(definition, one, all, at);
	});
};

const findings = ({ attributes, atLeastOne = [] }: Definition, data: Data, at: string): string[] => [
	...Object.keys(attributes)
		.filter((name) => attributes[name].requirement === 'required' && data[name] === undefined)
		.map((name) => `${at} lacks ${name}`),
	...(atLeastOne.length > 0 && !atLeastOne.some((name) => data[name] !== undefined)
		? [`${at} has none of ${atLeastOne.join(', ')}`]
		: []),
	...Object.entries(data).flatMap(([name, value]) =>
		Object.hasOwn(attributes, name)
			? valueFindings(attributes[name], value, data, `${at}.${name}`)
			: [`${at}.${name} doesn't exist`],
	),
];

/** What of an event isn't as OCSF 1.8.0 has it. */
export const findingsIn = (event: unknown): string[] => {
	if (!isData(event)) return ['no event'];
	const definition = classes[event.class_uid as number];
	if (!definition) return [`class ${String(event.class_uid)} doesn't exist`];
	const type = (event.class_uid as number) * 100 + (event.activity_id as number);
	return [
		...findings(definition, event, 'event'),
		...(event.type_uid === type ? [] : [`type ${String(event.type_uid)} isn't ${type}`]),
		...(isData(event.metadata) && event.metadata.version === '1.8.0' ? [] : ['another version']),
	];
};
