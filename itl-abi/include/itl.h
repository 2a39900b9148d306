/* The ITL engine: templates of alerts and prompts, compiled and rendered. Interface version 1.
 *
 * Texts are UTF-8, given by pointer and length and never ended by a zero. Options and notes are JSON; README.md beside
 * this folder lists their keys. Every function may be called from every thread; a template may be rendered by many
 * threads at once.
 *
 * The same functions are the exports of the WebAssembly module, where pointers and lengths are 32 bits wide, a call's
 * input lies in blocks of itl_alloc, and the import `itl.host` takes the place of the function passed to itl_compile.
 */
#ifndef ITL_H
#define ITL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ITL_VERSION 1

/* How a call ended. */
#define ITL_OK 0      /* there are no notes */
#define ITL_NOTED 1   /* the notes belong to the result */
#define ITL_REFUSED 2 /* the call was wrong: the notes are {"code", "argument", "message"} */
#define ITL_FAILED 3  /* a defect of the engine was caught; notes as for ITL_REFUSED */

/* A reply of a host's function. */
typedef struct itl_bytes {
    uint8_t *data; /* a block of itl_alloc, which the engine frees; or NULL for none */
    size_t length;
} itl_bytes;

/* What a call made: the text and after it the notes, in one block. */
typedef struct itl_answer {
    uint64_t handle; /* the template, of itl_compile; else 0 */
    uint8_t *data;   /* pass it to itl_free; NULL where both are empty */
    size_t text;     /* length of the text */
    size_t notes;    /* length of the notes */
} itl_answer;

/* Calls the function of that number with [value, [arguments]]. Return 0 with a JSON value in `reply` (none is null),
 * anything else with a message. It may run on every thread that renders, may call the functions below, and must return:
 * neither longjmp nor an exception may leave it. */
typedef int32_t (*itl_host)(void *data, uint32_t function, const uint8_t *request, size_t request_length,
                            itl_bytes *reply);

/* The version of the interface, to compare with ITL_VERSION. */
uint32_t itl_version(void);

/* A block of zeros, or NULL where there is no memory. */
uint8_t *itl_alloc(size_t length);

/* Frees a block of itl_alloc or of an answer. NULL is nothing; any other address is refused. */
int32_t itl_free(uint8_t *data);

/* Compiles a template: answer->handle is the template, the notes are its diagnostics, a JSON array. A template with
 * errors renders too: a broken tag prints its own source. `host` may be NULL; `data` is passed to it and has to live
 * until the template is released and no render of it runs. */
int32_t itl_compile(const uint8_t *options, size_t options_length, const uint8_t *source, size_t source_length,
                    itl_host host, void *data, itl_answer *answer);

/* Renders a template on the JSON of a payload. Notes: {"warnings": […], "failures": […], "trace": […]}; where there are
 * failures, a strict caller does not send the text. */
int32_t itl_render(uint64_t handle, const uint8_t *options, size_t options_length, const uint8_t *payload,
                   size_t payload_length, itl_answer *answer);

/* The messages of a prompt: the text is [{"role", "content"}]. Notes as for itl_render. */
int32_t itl_messages(uint64_t handle, const uint8_t *options, size_t options_length, const uint8_t *payload,
                     size_t payload_length, itl_answer *answer);

/* The request of a provider, which the option `to` names: the text is its body. The notes have "request" besides. */
int32_t itl_request(uint64_t handle, const uint8_t *options, size_t options_length, const uint8_t *payload,
                    size_t payload_length, itl_answer *answer);

/* Checks a template without keeping it: the text is a JSON array of diagnostics. */
int32_t itl_check(const uint8_t *options, size_t options_length, const uint8_t *source, size_t source_length,
                  itl_answer *answer);

/* Forgets a template. Renders that run on other threads end as they would. */
int32_t itl_release(uint64_t handle);

#ifdef __cplusplus
}
#endif

#endif
