/**
 * The handlers of gateway events. Each entity has its own, which are pure; the list given to `createClient` is complete
 * by its type.
 */
import type { EventName, EventPayloads } from '@/api/gen/gateway.gen';
import type { State } from './state';

/** Payloads arrive unchecked: handlers read them through `normalise`. */
export type Payload<Name extends EventName> = { readonly [Key in keyof EventPayloads[Name]]?: unknown };

/** The payload of any event. */
export type Unchecked = { readonly [Key in string]?: unknown };

type Handler<Name extends EventName> = (state: State, payload: Payload<Name>, now: number) => State;

export type EventHandlers = { readonly [Name in EventName]: Handler<Name> };

/** The handlers of some events: `{ ... } satisfies SomeHandlers`. */
export type SomeHandlers = Partial<EventHandlers>;
