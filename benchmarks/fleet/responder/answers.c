#include "answers.h"

subject *subjects;
uint32_t subject_count;

static response *responses;
static uint32_t *table; /* 1 + subject */
static uint32_t table_mask;

static uint32_t hash(const unsigned char *serial)
{
    uint32_t value;
    memcpy(&value, serial + 4, sizeof(value)); /* serials are random */
    return value;
}

subject *find_subject(const unsigned char *serial)
{
    for (uint32_t i = hash(serial) & table_mask; table[i] != 0; i = (i + 1) & table_mask) {
        subject *found = &subjects[table[i] - 1];
        if (memcmp(found->serial, serial, SERIAL_SIZE) == 0)
            return found;
    }
    return NULL;
}

void load_answers(const char *directory, const char *name)
{
    mapped file = map_file(directory, name), counting = file;
    response_head head;
    uint32_t count = 0;
    while (next_response(&counting, &head))
        count++;
    responses = calloc(count, sizeof(*responses));
    subjects = calloc(count, sizeof(*subjects));
    for (table_mask = 1024; table_mask < count * 2; table_mask *= 2)
        ;
    table = calloc(table_mask--, sizeof(*table));
    count = 0;
    for (const unsigned char *bytes; (bytes = next_response(&file, &head)) != NULL; count++) {
        responses[count] = (response){bytes, head.length, head.this_update};
        subject *last = subject_count ? &subjects[subject_count - 1] : NULL;
        if (!last || memcmp(last->serial, head.serial, SERIAL_SIZE) != 0) {
            last = &subjects[subject_count++];
            memcpy(last->serial, head.serial, SERIAL_SIZE);
            last->first = count;
            uint32_t i = hash(head.serial) & table_mask;
            while (table[i] != 0)
                i = (i + 1) & table_mask;
            table[i] = subject_count;
        }
        last->count++;
    }
}

const response *current_response(const subject *of)
{
    const response *chosen = &responses[of->first];
    for (uint32_t i = 1; i < of->count && chosen[1].this_update <= time(NULL); i++)
        chosen++;
    return chosen;
}
