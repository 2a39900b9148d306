package io.github.itllang;

/** Runs the functions of {@code itl-abi/include/itl.h}, over the module or over the library of C. */
interface Backend {
    /** The functions that take a template, options and a payload. */
    enum Call {
        RENDER("itl_render"),
        MESSAGES("itl_messages"),
        REQUEST("itl_request");

        final String function;

        Call(String function) {
            this.function = function;
        }
    }

    /** Compiles a template; the notes are its diagnostics. */
    Answer compile(Source source);

    /** Renders a template. */
    Answer run(Call call, Source source, byte[] options, byte[] payload);

    /** The diagnostics of a template, as the text. */
    Answer check(byte[] options, byte[] source);

    /** Forgets a template that is closed. */
    void release(Source source);
}
