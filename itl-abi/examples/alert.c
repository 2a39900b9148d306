/* Renders an alert, with a function of its own. Build and run: see README.md. */

#include "itl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t *utf8(const char *text) { return (const uint8_t *)text; }

/* Prints the answer and frees it. */
static int32_t show(const char *what, int32_t status, itl_answer *answer) {
    printf("%s (%d): %.*s\n", what, status, (int)answer->text, answer->data ? (const char *)answer->data : "");
    if (answer->notes > 0) printf("  notes: %.*s\n", (int)answer->notes, (const char *)answer->data + answer->text);
    itl_free(answer->data);
    return status;
}

/* shout(): the value's JSON with an exclamation mark inside, or a failure for what is no string. */
static int32_t shout(void *data, uint32_t function, const uint8_t *request, size_t length, itl_bytes *reply) {
    (void)function;
    ++*(int *)data;
    const uint8_t *end = length > 2 && request[1] == '"' ? memchr(request + 2, '"', length - 2) : NULL;
    const char *no = "only texts can be shouted";
    size_t size = end ? (size_t)(end - request) + 1 : strlen(no);
    reply->data = itl_alloc(size);
    if (!reply->data) return 1;
    reply->length = size;
    if (!end) {
        memcpy(reply->data, no, size);
        return 1;
    }
    memcpy(reply->data, request + 1, size - 2);
    memcpy(reply->data + size - 2, "!\"", 2);
    return 0;
}

int main(void) {
    if (itl_version() != ITL_VERSION) return fprintf(stderr, "another version of the library\n"), 1;
    const char *options = "{\"functions\":[{\"name\":\"shout\",\"id\":1}]}";
    const char *source = "{{ host.shout() }} is {{ state.default(\"down\") }}";
    const char *payload = "{\"host\": \"db-7\"}";
    int calls = 0;
    itl_answer answer;

    int32_t status = itl_compile(utf8(options), strlen(options), utf8(source), strlen(source), shout, &calls, &answer);
    uint64_t handle = answer.handle;
    show("compile", status, &answer);
    if (status >= ITL_REFUSED) return 1;

    status = itl_render(handle, NULL, 0, utf8(payload), strlen(payload), &answer);
    show("render", status, &answer);
    status = itl_render(handle, NULL, 0, utf8("{\"host\": 7}"), 11, &answer);
    show("a function that fails", status, &answer);
    printf("calls: %d\n", calls);

    printf("release: %d\n", itl_release(handle));
    status = itl_render(handle, NULL, 0, utf8(payload), strlen(payload), &answer);
    show("after the release", status, &answer);
    printf("a stranger's memory: %d\n", itl_free((uint8_t *)&calls));
    printf("layout: %zu %zu\n", sizeof(itl_answer), sizeof(itl_bytes));
    return 0;
}
