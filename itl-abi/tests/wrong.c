/* What is wrong with a call is an answer, never a crash: see test-c. */

#include "itl.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failed = 0;

static void expect(int holds, const char *what) {
    if (holds) return;
    failed = 1;
    printf("does not hold: %s\n", what);
}

static const uint8_t *utf8(const char *text) { return (const uint8_t *)text; }

/* Whether the notes of an answer have that text; frees it. */
static int says(itl_answer *answer, const char *text) {
    size_t size = strlen(text), at = answer->text, end = answer->text + answer->notes;
    int found = 0;
    for (; answer->data && !found && at + size <= end; at++) found = memcmp(answer->data + at, text, size) == 0;
    itl_free(answer->data);
    return found;
}

static int is(itl_answer *answer, const char *text) {
    int same = answer->text == strlen(text) && (answer->text == 0 || memcmp(answer->data, text, answer->text) == 0);
    itl_free(answer->data);
    return same;
}

static uint64_t compile(const char *options, const char *source, itl_host host) {
    itl_answer answer;
    itl_compile(utf8(options), strlen(options), utf8(source), strlen(source), host, NULL, &answer);
    itl_free(answer.data);
    return answer.handle;
}

static int32_t render(uint64_t handle, const char *payload, itl_answer *answer) {
    return itl_render(handle, NULL, 0, utf8(payload), strlen(payload), answer);
}

static void handles(void) {
    itl_answer answer;
    uint64_t handle = compile("", "{{ a }}", NULL);
    expect(itl_release(handle) == ITL_OK && itl_release(handle) == ITL_REFUSED, "a template is released once");
    expect(render(handle, "{}", &answer) == ITL_REFUSED && says(&answer, "\"released\""), "a released handle");
    expect(render(0, "{}", &answer) == ITL_REFUSED && says(&answer, "\"handle\""), "no handle");
    expect(render(UINT64_MAX, "{}", &answer) == ITL_REFUSED && says(&answer, "\"released\""), "a handle of nobody");
    expect(itl_free((uint8_t *)&answer) == ITL_REFUSED, "memory of nobody");
    uint8_t *block = itl_alloc(8);
    expect(itl_free(block) == ITL_OK && itl_free(block) == ITL_REFUSED, "a block is freed once");
}

static void lengths(void) {
    itl_answer answer;
    uint64_t handle = compile("", "{{ a }}", NULL);
    expect(itl_render(handle, NULL, 0, utf8("{}"), SIZE_MAX, &answer) == ITL_REFUSED && says(&answer, "\"payload\""), "a length beyond all memory");
    expect(itl_render(handle, NULL, 9, utf8("{}"), 2, &answer) == ITL_REFUSED && says(&answer, "\"options\""), "a length of nothing");
    expect(itl_render(handle, NULL, 0, utf8("{}"), 2, NULL) == ITL_REFUSED, "no place for an answer");
    expect(itl_alloc(SIZE_MAX) == NULL, "more memory than there is");
    itl_release(handle);
}

static void texts(void) {
    itl_answer answer;
    expect(itl_check(NULL, 0, utf8("a\xed\xa0\x80"), 4, &answer) == ITL_REFUSED && says(&answer, "at byte 1"), "half a character in a template");
    uint64_t handle = compile("", "{{ a }}", NULL);
    expect(render(handle, "{\"a\":\"\\ud800x\"}", &answer) == ITL_NOTED && is(&answer, "\xef\xbf\xbdx"), "a lone surrogate in a payload");
    expect(render(handle, "{", &answer) == ITL_NOTED && says(&answer, "E0601"), "a payload that is no JSON");
    size_t size = 100u << 20;
    char *large = malloc(size + 16);
    if (!large) abort();
    memcpy(large, "{\"a\":\"", 6);
    memset(large + 6, 'x', size);
    memcpy(large + 6 + size, "\"}", 3);
    expect(itl_check(NULL, 0, utf8(large), size, &answer) == ITL_OK && answer.text > 2, "a template of 100 MB");
    itl_free(answer.data);
    expect(render(handle, large, &answer) == ITL_NOTED && answer.text > 0 && answer.text <= size && says(&answer, "W0404"), "a payload of 100 MB");
    free(large);
    itl_release(handle);
}

/* 1 fails without a word, 2 lies about its length, 3 replies from its own memory, 4 renders itself. */
static int32_t host(void *data, uint32_t function, const uint8_t *request, size_t length, itl_bytes *reply) {
    static uint8_t own[4] = {'"', 'o', '"', 0};
    (void)data, (void)request, (void)length;
    if (function == 1) return -1;
    if (function == 2) *reply = (itl_bytes){itl_alloc(2), SIZE_MAX};
    if (function == 3) *reply = (itl_bytes){own, 3};
    if (function == 4) {
        itl_answer answer;
        uint64_t handle = compile("", "1{{ a }}", NULL);
        render(handle, "{\"a\":2}", &answer);
        *reply = (itl_bytes){answer.data, answer.text};
        itl_release(handle);
    }
    return 0;
}

static void functions(void) {
    const char *options = "{\"functions\":[{\"name\":\"fails\",\"id\":1},{\"name\":\"lies\",\"id\":2},"
                          "{\"name\":\"strange\",\"id\":3},{\"name\":\"nests\",\"id\":4}]}";
    const char *sources[] = {"{{ a.fails() }}", "{{ a.lies() }}", "{{ a.strange() }}", "{{ a.nests() }}"};
    const char *expected[] = {"x", "x", "x", "12"};
    for (size_t at = 0; at < 4; at++) {
        itl_answer answer;
        uint64_t handle = compile(options, sources[at], host);
        expect(render(handle, "{\"a\":\"x\"}", &answer) == (at < 3 ? ITL_NOTED : ITL_OK), sources[at]);
        expect(is(&answer, expected[at]), sources[at]);
        itl_release(handle);
    }
}

static void *renders(void *handle) {
    for (int n = 0; n < 500; n++) {
        itl_answer answer;
        render(*(uint64_t *)handle, "{\"l\":[1,2],\"a\":\"x\"}", &answer);
        expect(is(&answer, "1,2,X"), "a thread's text");
    }
    return NULL;
}

static void threads(void) {
    uint64_t handle = compile("", "{{ #l }}{{ . }},{{ /l }}{{ a.upperCase() }}", NULL);
    pthread_t all[8];
    for (int n = 0; n < 8; n++) expect(pthread_create(&all[n], NULL, renders, &handle) == 0, "a thread");
    for (int n = 0; n < 8; n++) pthread_join(all[n], NULL);
    itl_release(handle);
}

int main(void) {
    handles();
    lengths();
    texts();
    functions();
    threads();
    if (!failed) puts("every wrong call was answered");
    return failed;
}
