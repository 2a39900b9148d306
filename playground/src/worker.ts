// The engine in a worker, of which a first message needs a part.
import { serve } from "@itl/editor/worker/serve";

serve(() => import("@itl/editor/worker/words"));
