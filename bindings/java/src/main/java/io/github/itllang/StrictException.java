package io.github.itllang;

import java.util.List;

/** A text that must not go out, because the template has errors, or what it needs is missing. */
public final class StrictException extends ItlException {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> failures;
    private final String text;

    StrictException(List<Diagnostic> failures, String text) {
        super(Code.STRICT, "", describe(failures), null);
        this.failures = failures;
        this.text = text;
    }

    private static String describe(List<Diagnostic> failures) {
        Diagnostic first = failures.get(0);
        String where = first.partial() == null ? "<template>" : first.partial();
        String more = failures.size() > 1 ? " (and " + (failures.size() - 1) + " more)" : "";
        Span span = first.span();
        return where + ":" + span.line() + ":" + span.column() + ": " + first.code() + ": " + first.message() + more;
    }

    /** The diagnostics that say so; one or more. */
    public List<Diagnostic> failures() {
        return failures;
    }

    /** What a call that is not strict would have returned. */
    public String text() {
        return text;
    }
}
