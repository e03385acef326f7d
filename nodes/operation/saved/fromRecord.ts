import { isRefused, valuesOf } from '../panel';
import type {
	Change,
	Parameter,
	Refused,
	RecordedSteps,
	Step,
	Surroundings,
	Values,
	SetOperation,
	RecordedSet,
} from '../model';
import { named, parametersOf, refuse } from '../model';

/** The single changes of a provider, by resource and operation. */
export type Changes = Readonly<Record<string, Readonly<Record<string, Change>>>>;

interface Described {
	/** What holds them, for messages. */
	readonly what: string;
	readonly data: Readonly<Record<string, unknown>>;
	readonly others?: readonly Parameter[];
}

const asItCame = 'Pass it on as it came out of the result that it belongs to.';

/** Parameters, and others, as they are read from data instead of a panel: each has to be there, and no other. */
export const valuesIn = (change: Change | SetOperation, { what, data, others = [] }: Described): Values | Refused => {
	const parameters = [...parametersOf(change).keys(), ...others];
	const known = new Set(parameters.map(({ property }) => property.name));
	const strange = Object.keys(data).filter((name) => !known.has(name));
	if (strange.length > 0)
		return refuse(`The ${what} can't be used. It holds what ${change.name} doesn't have: ${named(strange)}`, asItCame);
	const values = valuesOf(parameters, ({ property: { name }, read }) =>
		read(Object.hasOwn(data, name) ? data[name] : undefined),
	);
	return isRefused(values) ? refuse(`The ${what} can't be used. Its ${values.message}`, asItCame) : values;
};

/** The operation of this provider that data names. */
export const namedIn = <Kind>(
	operations: Readonly<Record<string, Readonly<Record<string, Kind>>>>,
	resource: unknown,
	operation: unknown,
): Kind | undefined => {
	const all = Object.hasOwn(operations, String(resource)) ? operations[String(resource)] : {};
	return Object.hasOwn(all, String(operation)) ? all[String(operation)] : undefined;
};

/** The steps that the records of an item come to; the first that can't be used keeps the others from being made, and what keeps the run from it comes first. */
export const stepsOf =
	(
		field: string,
		stepOf: (record: string, surroundings: Surroundings, options: Values) => Step | RecordedSet | Refused,
	): RecordedSteps['steps'] =>
	async ({ values, options }, surroundings) => {
		const all = (values[field] as readonly string[]).map((record) => stepOf(record, surroundings, options));
		const refused = all.filter((step) => 'message' in step);
		return refused.find(({ isOfRun }) => isOfRun) ?? refused[0] ?? (all as Array<Step | RecordedSet>);
	};
