// The engine in a worker of its own. The first message is the compiled module; events and calls follow.
import { ItlError, initSync } from "itl-wasm";
import { Session } from "./session.js";
const session = new Session();
function answer(request) {
    try {
        return { id: request.id, ok: true, value: session.answer(request.call, request.argument) };
    }
    catch (error) {
        const code = error instanceof ItlError ? error.code : "unknown";
        return { id: request.id, ok: false, code, message: error instanceof Error ? error.message : String(error) };
    }
}
/** Longer answers come late in any case, and need not come twice. */
const QUICK = 50_000;
const isQuick = (request, reply) => request.call === "render" && reply.ok && reply.value.whole.length < QUICK;
let quick = null;
self.onmessage = ({ data }) => {
    if ("module" in data) {
        initSync(data.module);
        quick = typeof BroadcastChannel === "function" ? new BroadcastChannel(data.quick) : null;
        self.postMessage({ id: 0, ok: true, value: null });
    }
    else if ("events" in data) {
        session.take(data.events);
    }
    else {
        const reply = answer(data);
        if (isQuick(data, reply))
            quick?.postMessage(reply);
        self.postMessage(reply);
    }
};
