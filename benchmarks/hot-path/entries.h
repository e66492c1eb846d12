/* The certificates of the benchmark, each with a response that is replaced all the time, for whoever is measured. */
#ifndef ENTRIES_H
#define ENTRIES_H

#include "pki.h"

#include <string>
#include <vector>

using bytes = std::vector<unsigned char>;


class entries {
public:
    explicit entries(int count);

    int count() const { return (int)leaves_.size(); }
    const identity *root() const { return root_; }
    const identity *leaf(int index) const { return leaves_[(size_t)index]; }

    /* A response for one of them, newer than those before, valid for days, signed by a delegate whose certificate is in it. */
    bytes next_response(int index);

private:
    identity *root_, *responder_;
    std::vector<identity *> leaves_;
    std::vector<long> made_;
};

/* The responses as files in a directory for OCSP responses, replaced by rename as another process would. */
class response_directory {
public:
    explicit response_directory(std::string path) : path_(std::move(path)) {}
    const std::string &path() const { return path_; }
    void put(const identity *leaf, const bytes &response) const;

private:
    std::string path_;
};

#endif
