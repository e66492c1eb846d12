#include "mutation.h"
#include "check.h"

#define MAX_DEPTH 32
#define MAX_REPLACEMENT 8192

/* A TLV and its contents. */
typedef struct node {
    const unsigned char *start, *contents, *end;
} node;

/* From the outermost node to a chosen one. */
typedef struct path {
    node nodes[MAX_DEPTH];
    unsigned depth;
} path;

#define SPECIMEN(kind, length, text) {SPECIMEN_##kind, length, text},
static const struct {
    enum specimen_kind kind;
    unsigned length;
    const char *text;
} s_specimens[] = {
#include "specimens.inc"
};
#undef SPECIMEN
#define SPECIMENS (sizeof(s_specimens) / sizeof(s_specimens[0]))

static unsigned char *from_base64(const char *text, unsigned length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char *made = (unsigned char *)malloc(length);
    unsigned written = 0, bits = 0, held = 0;
    for (; *text && *text != '='; text++) {
        held = held << 6 | (unsigned)(strchr(digits, *text) - digits);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            CHECK(made && written < length);
            made[written++] = (unsigned char)(held >> bits);
        }
    }
    CHECK_EQ(written, length);
    return made;
}

encoded specimen(enum specimen_kind kind, unsigned number)
{
    static encoded decoded[SPECIMENS];
    encoded none = {NULL, 0};
    for (size_t i = 0; i < SPECIMENS; i++) {
        if (s_specimens[i].kind != kind || number-- != 0)
            continue;
        if (!decoded[i].bytes) {
            decoded[i].bytes = from_base64(s_specimens[i].text, s_specimens[i].length);
            decoded[i].length = s_specimens[i].length;
        }
        return decoded[i];
    }
    return none;
}

void mutator_seed(mutator *self, unsigned long long seed)
{
    self->state = seed * 2685821657736338717ull + 1;
}

/* xorshift64* */
static unsigned next(mutator *self)
{
    self->state ^= self->state >> 12;
    self->state ^= self->state << 25;
    self->state ^= self->state >> 27;
    return (unsigned)((self->state * 2685821657736338717ull) >> 32);
}

unsigned mutator_below(mutator *self, unsigned limit)
{
    return (unsigned)(((unsigned long long)next(self) * limit) >> 32);
}

static int read_node(const unsigned char *at, const unsigned char *end, node *read)
{
    if (end - at < 2 || (at[0] & 0x1f) == 0x1f)
        return 0;
    size_t length = at[1], octets = 0;
    if (length > 0x80 && length <= 0x84) {
        octets = length - 0x80;
        length = 0;
        for (size_t i = 0; i < octets && at + 2 + i < end; i++)
            length = length << 8 | at[2 + i];
    }
    if ((size_t)(end - at) < 2 + octets || length > (size_t)(end - at) - 2 - octets)
        return 0;
    read->start = at;
    read->contents = at + 2 + octets;
    read->end = read->contents + length;
    return 1;
}

/* Where nodes may begin inside of one: strings of octets and bits hold encodings too. */
static const unsigned char *inside_of(const node *outer)
{
    if (outer->start[0] & 0x20 || outer->start[0] == 0x04)
        return outer->contents;
    return outer->start[0] == 0x03 && outer->end > outer->contents ? outer->contents + 1 : NULL;
}

static unsigned children_of(const node *outer, node *children, unsigned limit)
{
    unsigned count = 0;
    const unsigned char *at = inside_of(outer);
    while (at && at < outer->end && count < limit) {
        if (!read_node(at, outer->end, &children[count]))
            return 0;
        at = children[count++].end;
    }
    return count;
}

/* Half of the time by size, since the outer levels have little in most of their parts. */
static unsigned choose(mutator *self, const node *children, unsigned count)
{
    if (mutator_below(self, 2))
        return mutator_below(self, count);
    unsigned chosen = 0, at = mutator_below(self, (unsigned)(children[count - 1].end - children[0].start));
    while (children[chosen].end <= children[0].start + at)
        chosen++;
    return chosen;
}

static path descend(mutator *self, encoded from)
{
    path way;
    node children[64];
    way.depth = 1;
    CHECK(read_node(from.bytes, from.bytes + from.length, &way.nodes[0]));
    while (way.depth < MAX_DEPTH) {
        unsigned count = children_of(&way.nodes[way.depth - 1], children, 64);
        /* Most of what is interesting lies deep. */
        if (count == 0 || (way.depth > 1 && mutator_below(self, 8) == 0))
            break;
        way.nodes[way.depth++] = children[choose(self, children, count)];
    }
    return way;
}

static unsigned put_length(unsigned char *to, size_t length)
{
    if (length < 0x80) {
        to[0] = (unsigned char)length;
        return 1;
    }
    unsigned octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    to[0] = (unsigned char)(0x80 | octets);
    for (unsigned i = 0; i < octets; i++)
        to[1 + i] = (unsigned char)(length >> (8 * (octets - 1 - i)));
    return 1 + octets;
}

static unsigned put_node(unsigned char *to, unsigned char tag, const unsigned char *contents, size_t length)
{
    to[0] = tag;
    unsigned header = 1 + put_length(to + 1, length);
    memcpy(to + header, contents, length);
    return header + (unsigned)length;
}

static unsigned fill(mutator *self, unsigned char *to, unsigned length)
{
    for (unsigned i = 0; i < length; i++)
        to[i] = (unsigned char)next(self);
    return length;
}

/* Contents that are extreme for one type or another. */
static unsigned extreme(mutator *self, unsigned char *to)
{
    static const char *const texts[] = {"", "\0", "\x80", "\x7f\xff\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x80\x01",
        "999999999999Z", "000101000000Z", "00010101000000Z", "99991231235959Z", "20260229000000Z", "260101000000+0000", "*.*", "..", "http://",
        "http://[::1", "a@b@c", "\xc0\x80", "\xed\xa0\x80", "xn--", "\x2a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"};
    unsigned which = mutator_below(self, sizeof(texts) / sizeof(texts[0]) + 1);
    if (which == sizeof(texts) / sizeof(texts[0]))
        return fill(self, to, mutator_below(self, 3000));
    size_t length = which == 1 ? 1 : strlen(texts[which]);
    memcpy(to, texts[which], length);
    return (unsigned)length;
}

/* What stands in the place of a node. The room is MAX_REPLACEMENT. */
static unsigned replace(mutator *self, const node *old, unsigned char *to)
{
    unsigned char scratch[4096];
    unsigned length = (unsigned)(old->end - old->contents), whole = (unsigned)(old->end - old->start), written = 0;
    if (whole > 2000) {
        length = length > 1900 ? 1900 : length;
        whole = 1990;
    }
    memcpy(scratch, old->contents, length);
    switch (mutator_below(self, 11)) {
    case 0: /* gone */
        return 0;
    case 1: /* several times */
        for (unsigned times = 2 + mutator_below(self, mutator_below(self, 8) ? 2 : 60); times > 0 && written + whole < MAX_REPLACEMENT; times--) {
            memcpy(to + written, old->start, whole);
            written += whole;
        }
        return written;
    case 2: /* of another type */
        return put_node(to, mutator_below(self, 2) ? (unsigned char)mutator_below(self, 256) : (unsigned char)(old->start[0] ^ (1 << mutator_below(self, 8))),
            scratch, length);
    case 3: { /* something that belongs elsewhere */
        encoded donor = specimen(mutator_below(self, 4) ? SPECIMEN_CERTIFICATE : SPECIMEN_CRL, mutator_below(self, 4));
        path way = descend(self, donor);
        whole = (unsigned)(way.nodes[way.depth - 1].end - way.nodes[way.depth - 1].start);
        if (whole > MAX_REPLACEMENT)
            return 0;
        memcpy(to, way.nodes[way.depth - 1].start, whole);
        return whole;
    }
    case 4: /* some bits changed */
    case 5:
        for (unsigned times = 1 + mutator_below(self, 4); times > 0 && length > 0; times--)
            scratch[mutator_below(self, length)] ^= (unsigned char)(1 << mutator_below(self, 8));
        return put_node(to, old->start[0], scratch, length);
    case 6: /* cut off, or longer */
        if (mutator_below(self, 2))
            return put_node(to, old->start[0], scratch, mutator_below(self, length + 1));
        return put_node(to, old->start[0], scratch, length + fill(self, scratch + length, mutator_below(self, 40)));
    case 7: /* a length that is not DER, or not true */
        to[0] = old->start[0];
        to[1] = (unsigned char)(0x7f + mutator_below(self, 0x81));
        memcpy(to + 2, scratch, length);
        return 2 + length;
    case 8: /* the same, wrapped many times */
        written = put_node(to, old->start[0], scratch, length > 200 ? 200 : length);
        for (unsigned times = 1 + mutator_below(self, mutator_below(self, 8) ? 3 : 900); times > 0 && written < 4000; times--) {
            memcpy(scratch, to, written);
            written = put_node(to, mutator_below(self, 2) ? 0x30 : old->start[0], scratch, written);
        }
        return written;
    case 9: /* other contents */
        return put_node(to, old->start[0], scratch, fill(self, scratch, mutator_below(self, 64)));
    default:
        return put_node(to, old->start[0], scratch, extreme(self, scratch));
    }
}

encoded mutate_bytes(mutator *self, encoded from)
{
    encoded made = {self->bytes, from.length};
    memcpy(self->bytes, from.bytes, from.length);
    for (unsigned times = 1 + mutator_below(self, 6); times > 0; times--) {
        unsigned at = mutator_below(self, made.length), length = mutator_below(self, 16) + 1;
        switch (mutator_below(self, 4)) {
        case 0: self->bytes[at] = (unsigned char)next(self); break;
        case 1: self->bytes[at] ^= (unsigned char)(1 << mutator_below(self, 8)); break;
        case 2: /* a part is missing */
            length = length > made.length - at ? made.length - at : length;
            memmove(self->bytes + at, self->bytes + at + length, made.length - at - length);
            made.length -= length;
            break;
        default: /* a part too many */
            memmove(self->bytes + at + length, self->bytes + at, made.length - at);
            fill(self, self->bytes + at, length);
            made.length += length;
        }
        if (made.length == 0)
            break;
    }
    if (made.length > 0 && mutator_below(self, 8) == 0)
        made.length = mutator_below(self, made.length);
    return made;
}

static encoded once(mutator *self, encoded from)
{
    if (mutator_below(self, 6) == 0)
        return mutate_bytes(self, from);
    static unsigned char inner[MUTATION_MAX_BYTES], outer[MUTATION_MAX_BYTES];
    path way = descend(self, from);
    unsigned length = replace(self, &way.nodes[way.depth - 1], inner);
    /* The lengths of everything around it are put right. */
    for (unsigned level = way.depth - 1; level > 0; level--) {
        node *parent = &way.nodes[level - 1], *child = &way.nodes[level];
        unsigned before = (unsigned)(child->start - parent->contents), after = (unsigned)(parent->end - child->end);
        memcpy(outer, parent->contents, before);
        memcpy(outer + before, inner, length);
        memcpy(outer + before + length, child->end, after);
        length = put_node(inner, parent->start[0], outer, before + length + after);
    }
    encoded made = {self->bytes, length};
    memcpy(self->bytes, inner, length);
    return made;
}

encoded mutate(mutator *self, encoded specimen)
{
    encoded made = once(self, specimen);
    /* Some of them twice, where the first change has left a tree. */
    node whole;
    if (made.length > 2 && mutator_below(self, 4) == 0 && read_node(made.bytes, made.bytes + made.length, &whole) && whole.end == made.bytes + made.length) {
        static unsigned char again[MUTATION_MAX_BYTES];
        encoded copy = {again, made.length};
        memcpy(again, made.bytes, made.length);
        made = once(self, copy);
    }
    return made;
}
