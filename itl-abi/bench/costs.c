/* What a message costs in C: processor time, best of some rounds. See costs. */

#include "itl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static char payload[16384];

static void write_payload(void) {
    char *at = payload;
    at += sprintf(at, "{\"status\":\"firing\",\"alerts\":[");
    for (int n = 0; n < 20; n++)
        at += sprintf(at,
                      "%s{\"annotations\":{\"runbook\":\"https://runbooks.example/disk\",\"summary\":\"Filesystem on /var is "
                      "97%% full\"},\"labels\":{\"alertname\":\"DiskFull\",\"host\":\"db-%d\",\"job\":\"node\",\"region\":"
                      "\"eu-west-1\"},\"startsAt\":\"2026-03-14T01:52:13Z\",\"status\":\"firing\"}",
                      n ? "," : "", n);
    sprintf(at, "],\"labels\":{\"alertname\":\"DiskFull\",\"host\":\"db-7\",\"region\":\"eu-west-1\",\"severity\":\"critical\"}}");
}

static uint64_t compile(const char *source) {
    const char *options = "{\"dialect\":\"mustache\"}";
    itl_answer answer;
    if (itl_compile((const uint8_t *)options, strlen(options), (const uint8_t *)source, strlen(source), NULL, NULL, &answer) != ITL_OK) abort();
    return answer.handle;
}

static void render(uint64_t handle, size_t length) {
    itl_answer answer;
    if (itl_render(handle, NULL, 0, (const uint8_t *)payload, length, &answer) != ITL_OK || answer.text == 0) abort();
    itl_free(answer.data);
}

int main(void) {
    const char *names[] = {"summary", "loop"};
    const char *sources[] = {
        "{{{labels.severity}}}: {{{labels.alertname}}} on {{{labels.host}}} in {{{labels.region}}}, {{{status}}}",
        "{{#alerts}}{{{labels.host}}}: {{{annotations.summary}}} ({{{status}}})\n{{/alerts}}",
    };
    write_payload();
    size_t length = strlen(payload);
    render(compile(sources[0]), length);
    printf("first message of the process: %.1f ms\n", now() / 1e3);
    for (int at = 0; at < 2; at++) {
        uint64_t handle = compile(sources[at]);
        double best = 1e12;
        for (int n = 0; n < 2000; n++) render(handle, length);
        for (int round = 0; round < 20; round++) {
            double before = now();
            for (int n = 0; n < 1000; n++) render(handle, length);
            double each = (now() - before) / 1000;
            if (each < best) best = each;
        }
        printf("%s, from %zu bytes of JSON: %.1f µs\n", names[at], length, best);
    }
    return 0;
}
